"""Writes slicing.json: slices of arange(n).reshape(shape), with what NumPy takes or that it refuses.

    python3 Tests/Golden/make_slicing.py
"""

import json
import pathlib
import random

import numpy as np

random.seed(7)
cases = []
for _ in range(400):
    shape = [random.randint(0, 5) for _ in range(random.randint(0, 4))]
    a = np.arange(np.prod(shape, dtype=int)).reshape(shape)
    items, python = [], []
    for _ in range(random.randint(0, len(shape) + random.choice([0, 0, 0, 1]))):
        kind = random.choice(["at", "range", "range", "range", "new", "rest"])
        number = lambda: random.choice([None, random.randint(-7, 7), random.randint(-3, 3)])
        if kind == "at":
            i = random.randint(-3, 3)
            items.append({"kind": kind, "from": i})
            python.append(i)
        elif kind == "range":
            f, t = number(), number()
            s = random.choice([1, 1, 2, 3, -1, -1, -2, 9, -9, 0])
            items.append({"kind": kind, "from": f, "to": t, "by": s})
            python.append(slice(f, t, s))
        else:
            items.append({"kind": kind})
            python.append(None if kind == "new" else Ellipsis)
    try:
        r = a[tuple(python)]
        result = {"resultShape": list(r.shape), "result": np.asarray(r).reshape(-1).tolist()}
    except (IndexError, ValueError):
        result = {}
    cases.append({"shape": shape, "items": items, **result})

out = pathlib.Path(__file__).parent / "slicing.json"
out.write_text("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")
print(len(cases), "cases,", sum("result" not in c for c in cases), "refused")
