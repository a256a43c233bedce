#!/bin/sh
# Type-checks Expressions.swift against the package's modules as `swift build` left them, and fails on any
# error, and if an expression takes longer than 300 ms or a function's body longer than 600 ms to
# type-check. Machines are noisy: only what is slow twice counts.
set -eu
cd "$(dirname "$0")/../.."
limit=300
build=.build/debug

check() {
  swiftc -typecheck -swift-version 6 -package-name corpus -I "$build/Modules" \
    -Xcc "-fmodule-map-file=Sources/CFrames/include/module.modulemap" \
    -Xcc "-fmodule-map-file=Sources/CExecution/include/module.modulemap" \
    -Xcc "-fmodule-map-file=.build/checkouts/swift-numerics/Sources/_NumericsShims/include/module.modulemap" \
    -Xfrontend "-warn-long-expression-type-checking=$limit" \
    -Xfrontend "-warn-long-function-bodies=$((2 * limit))" \
    Tests/Corpus/Expressions.swift 2>&1
}

# Lines that say what took how long, without the times.
slow() { printf '%s\n' "$1" | sed -n 's/took [0-9]*ms.*/is slow/p' | sort -u; }

first=$(check) || { printf '%s\n' "$first"; exit 1; }
case $first in *" took "*) ;; *) echo "corpus: every expression within $limit ms"; exit 0 ;; esac
second=$(check) || { printf '%s\n' "$second"; exit 1; }
both=$(printf '%s\n%s\n' "$(slow "$first")" "$(slow "$second")" | sort | uniq -d)
if [ -n "$both" ]; then
  printf '%s\n' "$second"
  exit 1
fi
echo "corpus: every expression within $limit ms, some only at the second try"
