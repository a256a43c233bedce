import TheanoArrays

// Several inputs of five to seven axes at once; see `Constructors+Plural.swift`.

/// Returns new tensor5s of `floatX` with the given names, as a tuple.
public func tensor5s<each Name: VariableName>(_ names: repeat each Name) -> (
  repeat (each Name).Made
) {
  (repeat (each names).make { tensor5($0) })
}
/// Returns `count` new tensor5s of `floatX` without names.
public func tensor5s(_ count: Int) -> [Variable] {
  (0..<max(count, 0)).map { _ in tensor5() }
}

/// Returns new tensor6s of `floatX` with the given names, as a tuple.
public func tensor6s<each Name: VariableName>(_ names: repeat each Name) -> (
  repeat (each Name).Made
) {
  (repeat (each names).make { tensor6($0) })
}
/// Returns `count` new tensor6s of `floatX` without names.
public func tensor6s(_ count: Int) -> [Variable] {
  (0..<max(count, 0)).map { _ in tensor6() }
}

/// Returns new tensor7s of `floatX` with the given names, as a tuple.
public func tensor7s<each Name: VariableName>(_ names: repeat each Name) -> (
  repeat (each Name).Made
) {
  (repeat (each names).make { tensor7($0) })
}
/// Returns `count` new tensor7s of `floatX` without names.
public func tensor7s(_ count: Int) -> [Variable] {
  (0..<max(count, 0)).map { _ in tensor7() }
}

/// Returns new tensor5s of dtype float32 with the given names, as a tuple.
public func ftensor5s<each Name: VariableName>(_ names: repeat each Name) -> (
  repeat (each Name).Made
) {
  (repeat (each names).make { ftensor5($0) })
}
/// Returns `count` new tensor5s of dtype float32 without names.
public func ftensor5s(_ count: Int) -> [Variable] {
  (0..<max(count, 0)).map { _ in ftensor5() }
}

/// Returns new tensor6s of dtype float32 with the given names, as a tuple.
public func ftensor6s<each Name: VariableName>(_ names: repeat each Name) -> (
  repeat (each Name).Made
) {
  (repeat (each names).make { ftensor6($0) })
}
/// Returns `count` new tensor6s of dtype float32 without names.
public func ftensor6s(_ count: Int) -> [Variable] {
  (0..<max(count, 0)).map { _ in ftensor6() }
}

/// Returns new tensor7s of dtype float32 with the given names, as a tuple.
public func ftensor7s<each Name: VariableName>(_ names: repeat each Name) -> (
  repeat (each Name).Made
) {
  (repeat (each names).make { ftensor7($0) })
}
/// Returns `count` new tensor7s of dtype float32 without names.
public func ftensor7s(_ count: Int) -> [Variable] {
  (0..<max(count, 0)).map { _ in ftensor7() }
}

/// Returns new tensor5s of dtype float64 with the given names, as a tuple.
public func dtensor5s<each Name: VariableName>(_ names: repeat each Name) -> (
  repeat (each Name).Made
) {
  (repeat (each names).make { dtensor5($0) })
}
/// Returns `count` new tensor5s of dtype float64 without names.
public func dtensor5s(_ count: Int) -> [Variable] {
  (0..<max(count, 0)).map { _ in dtensor5() }
}

/// Returns new tensor6s of dtype float64 with the given names, as a tuple.
public func dtensor6s<each Name: VariableName>(_ names: repeat each Name) -> (
  repeat (each Name).Made
) {
  (repeat (each names).make { dtensor6($0) })
}
/// Returns `count` new tensor6s of dtype float64 without names.
public func dtensor6s(_ count: Int) -> [Variable] {
  (0..<max(count, 0)).map { _ in dtensor6() }
}

/// Returns new tensor7s of dtype float64 with the given names, as a tuple.
public func dtensor7s<each Name: VariableName>(_ names: repeat each Name) -> (
  repeat (each Name).Made
) {
  (repeat (each names).make { dtensor7($0) })
}
/// Returns `count` new tensor7s of dtype float64 without names.
public func dtensor7s(_ count: Int) -> [Variable] {
  (0..<max(count, 0)).map { _ in dtensor7() }
}

/// Returns new tensor5s of dtype int32 with the given names, as a tuple.
public func itensor5s<each Name: VariableName>(_ names: repeat each Name) -> (
  repeat (each Name).Made
) {
  (repeat (each names).make { itensor5($0) })
}
/// Returns `count` new tensor5s of dtype int32 without names.
public func itensor5s(_ count: Int) -> [Variable] {
  (0..<max(count, 0)).map { _ in itensor5() }
}

/// Returns new tensor6s of dtype int32 with the given names, as a tuple.
public func itensor6s<each Name: VariableName>(_ names: repeat each Name) -> (
  repeat (each Name).Made
) {
  (repeat (each names).make { itensor6($0) })
}
/// Returns `count` new tensor6s of dtype int32 without names.
public func itensor6s(_ count: Int) -> [Variable] {
  (0..<max(count, 0)).map { _ in itensor6() }
}

/// Returns new tensor7s of dtype int32 with the given names, as a tuple.
public func itensor7s<each Name: VariableName>(_ names: repeat each Name) -> (
  repeat (each Name).Made
) {
  (repeat (each names).make { itensor7($0) })
}
/// Returns `count` new tensor7s of dtype int32 without names.
public func itensor7s(_ count: Int) -> [Variable] {
  (0..<max(count, 0)).map { _ in itensor7() }
}

/// Returns new tensor5s of dtype int64 with the given names, as a tuple.
public func ltensor5s<each Name: VariableName>(_ names: repeat each Name) -> (
  repeat (each Name).Made
) {
  (repeat (each names).make { ltensor5($0) })
}
/// Returns `count` new tensor5s of dtype int64 without names.
public func ltensor5s(_ count: Int) -> [Variable] {
  (0..<max(count, 0)).map { _ in ltensor5() }
}

/// Returns new tensor6s of dtype int64 with the given names, as a tuple.
public func ltensor6s<each Name: VariableName>(_ names: repeat each Name) -> (
  repeat (each Name).Made
) {
  (repeat (each names).make { ltensor6($0) })
}
/// Returns `count` new tensor6s of dtype int64 without names.
public func ltensor6s(_ count: Int) -> [Variable] {
  (0..<max(count, 0)).map { _ in ltensor6() }
}

/// Returns new tensor7s of dtype int64 with the given names, as a tuple.
public func ltensor7s<each Name: VariableName>(_ names: repeat each Name) -> (
  repeat (each Name).Made
) {
  (repeat (each names).make { ltensor7($0) })
}
/// Returns `count` new tensor7s of dtype int64 without names.
public func ltensor7s(_ count: Int) -> [Variable] {
  (0..<max(count, 0)).map { _ in ltensor7() }
}
