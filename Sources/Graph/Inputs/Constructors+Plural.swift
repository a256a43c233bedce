import TheanoArrays

// Several inputs at once: `let (x, y) = dscalars("x", "y")`, or `dscalars(2)` for two without names.

/// A text that names a variable to be made; there is no need to conform to it.
public protocol VariableName: Sendable {
  /// What a name makes: a variable.
  associatedtype Made
  /// Returns the input of this name.
  func make(_ constructor: (String?) -> Variable) -> Made
}

extension String: VariableName {
  /// Returns the input of this name.
  public func make(_ constructor: (String?) -> Variable) -> Variable { constructor(self) }
}

/// Returns new scalars of `floatX` with the given names, as a tuple.
public func scalars<each Name: VariableName>(_ names: repeat each Name) -> (repeat (each Name).Made)
{
  (repeat (each names).make { scalar($0) })
}
/// Returns `count` new scalars of `floatX` without names.
public func scalars(_ count: Int) -> [Variable] { (0..<max(count, 0)).map { _ in scalar() } }

/// Returns new vectors of `floatX` with the given names, as a tuple.
public func vectors<each Name: VariableName>(_ names: repeat each Name) -> (repeat (each Name).Made)
{
  (repeat (each names).make { vector($0) })
}
/// Returns `count` new vectors of `floatX` without names.
public func vectors(_ count: Int) -> [Variable] { (0..<max(count, 0)).map { _ in vector() } }

/// Returns new rows of `floatX` with the given names, as a tuple.
public func rows<each Name: VariableName>(_ names: repeat each Name) -> (repeat (each Name).Made) {
  (repeat (each names).make { row($0) })
}
/// Returns `count` new rows of `floatX` without names.
public func rows(_ count: Int) -> [Variable] { (0..<max(count, 0)).map { _ in row() } }

/// Returns new cols of `floatX` with the given names, as a tuple.
public func cols<each Name: VariableName>(_ names: repeat each Name) -> (repeat (each Name).Made) {
  (repeat (each names).make { col($0) })
}
/// Returns `count` new cols of `floatX` without names.
public func cols(_ count: Int) -> [Variable] { (0..<max(count, 0)).map { _ in col() } }

/// Returns new matrices of `floatX` with the given names, as a tuple.
public func matrices<each Name: VariableName>(_ names: repeat each Name) -> (
  repeat (each Name).Made
) {
  (repeat (each names).make { matrix($0) })
}
/// Returns `count` new matrices of `floatX` without names.
public func matrices(_ count: Int) -> [Variable] { (0..<max(count, 0)).map { _ in matrix() } }

/// Returns new tensor3s of `floatX` with the given names, as a tuple.
public func tensor3s<each Name: VariableName>(_ names: repeat each Name) -> (
  repeat (each Name).Made
) {
  (repeat (each names).make { tensor3($0) })
}
/// Returns `count` new tensor3s of `floatX` without names.
public func tensor3s(_ count: Int) -> [Variable] { (0..<max(count, 0)).map { _ in tensor3() } }

/// Returns new tensor4s of `floatX` with the given names, as a tuple.
public func tensor4s<each Name: VariableName>(_ names: repeat each Name) -> (
  repeat (each Name).Made
) {
  (repeat (each names).make { tensor4($0) })
}
/// Returns `count` new tensor4s of `floatX` without names.
public func tensor4s(_ count: Int) -> [Variable] { (0..<max(count, 0)).map { _ in tensor4() } }

/// Returns new scalars of dtype float32 with the given names, as a tuple.
public func fscalars<each Name: VariableName>(_ names: repeat each Name) -> (
  repeat (each Name).Made
) {
  (repeat (each names).make { fscalar($0) })
}
/// Returns `count` new scalars of dtype float32 without names.
public func fscalars(_ count: Int) -> [Variable] { (0..<max(count, 0)).map { _ in fscalar() } }

/// Returns new vectors of dtype float32 with the given names, as a tuple.
public func fvectors<each Name: VariableName>(_ names: repeat each Name) -> (
  repeat (each Name).Made
) {
  (repeat (each names).make { fvector($0) })
}
/// Returns `count` new vectors of dtype float32 without names.
public func fvectors(_ count: Int) -> [Variable] { (0..<max(count, 0)).map { _ in fvector() } }

/// Returns new rows of dtype float32 with the given names, as a tuple.
public func frows<each Name: VariableName>(_ names: repeat each Name) -> (repeat (each Name).Made) {
  (repeat (each names).make { frow($0) })
}
/// Returns `count` new rows of dtype float32 without names.
public func frows(_ count: Int) -> [Variable] { (0..<max(count, 0)).map { _ in frow() } }

/// Returns new cols of dtype float32 with the given names, as a tuple.
public func fcols<each Name: VariableName>(_ names: repeat each Name) -> (repeat (each Name).Made) {
  (repeat (each names).make { fcol($0) })
}
/// Returns `count` new cols of dtype float32 without names.
public func fcols(_ count: Int) -> [Variable] { (0..<max(count, 0)).map { _ in fcol() } }

/// Returns new matrices of dtype float32 with the given names, as a tuple.
public func fmatrices<each Name: VariableName>(_ names: repeat each Name) -> (
  repeat (each Name).Made
) {
  (repeat (each names).make { fmatrix($0) })
}
/// Returns `count` new matrices of dtype float32 without names.
public func fmatrices(_ count: Int) -> [Variable] { (0..<max(count, 0)).map { _ in fmatrix() } }

/// Returns new tensor3s of dtype float32 with the given names, as a tuple.
public func ftensor3s<each Name: VariableName>(_ names: repeat each Name) -> (
  repeat (each Name).Made
) {
  (repeat (each names).make { ftensor3($0) })
}
/// Returns `count` new tensor3s of dtype float32 without names.
public func ftensor3s(_ count: Int) -> [Variable] { (0..<max(count, 0)).map { _ in ftensor3() } }

/// Returns new tensor4s of dtype float32 with the given names, as a tuple.
public func ftensor4s<each Name: VariableName>(_ names: repeat each Name) -> (
  repeat (each Name).Made
) {
  (repeat (each names).make { ftensor4($0) })
}
/// Returns `count` new tensor4s of dtype float32 without names.
public func ftensor4s(_ count: Int) -> [Variable] { (0..<max(count, 0)).map { _ in ftensor4() } }

/// Returns new scalars of dtype float64 with the given names, as a tuple.
public func dscalars<each Name: VariableName>(_ names: repeat each Name) -> (
  repeat (each Name).Made
) {
  (repeat (each names).make { dscalar($0) })
}
/// Returns `count` new scalars of dtype float64 without names.
public func dscalars(_ count: Int) -> [Variable] { (0..<max(count, 0)).map { _ in dscalar() } }

/// Returns new vectors of dtype float64 with the given names, as a tuple.
public func dvectors<each Name: VariableName>(_ names: repeat each Name) -> (
  repeat (each Name).Made
) {
  (repeat (each names).make { dvector($0) })
}
/// Returns `count` new vectors of dtype float64 without names.
public func dvectors(_ count: Int) -> [Variable] { (0..<max(count, 0)).map { _ in dvector() } }

/// Returns new rows of dtype float64 with the given names, as a tuple.
public func drows<each Name: VariableName>(_ names: repeat each Name) -> (repeat (each Name).Made) {
  (repeat (each names).make { drow($0) })
}
/// Returns `count` new rows of dtype float64 without names.
public func drows(_ count: Int) -> [Variable] { (0..<max(count, 0)).map { _ in drow() } }

/// Returns new cols of dtype float64 with the given names, as a tuple.
public func dcols<each Name: VariableName>(_ names: repeat each Name) -> (repeat (each Name).Made) {
  (repeat (each names).make { dcol($0) })
}
/// Returns `count` new cols of dtype float64 without names.
public func dcols(_ count: Int) -> [Variable] { (0..<max(count, 0)).map { _ in dcol() } }

/// Returns new matrices of dtype float64 with the given names, as a tuple.
public func dmatrices<each Name: VariableName>(_ names: repeat each Name) -> (
  repeat (each Name).Made
) {
  (repeat (each names).make { dmatrix($0) })
}
/// Returns `count` new matrices of dtype float64 without names.
public func dmatrices(_ count: Int) -> [Variable] { (0..<max(count, 0)).map { _ in dmatrix() } }

/// Returns new tensor3s of dtype float64 with the given names, as a tuple.
public func dtensor3s<each Name: VariableName>(_ names: repeat each Name) -> (
  repeat (each Name).Made
) {
  (repeat (each names).make { dtensor3($0) })
}
/// Returns `count` new tensor3s of dtype float64 without names.
public func dtensor3s(_ count: Int) -> [Variable] { (0..<max(count, 0)).map { _ in dtensor3() } }

/// Returns new tensor4s of dtype float64 with the given names, as a tuple.
public func dtensor4s<each Name: VariableName>(_ names: repeat each Name) -> (
  repeat (each Name).Made
) {
  (repeat (each names).make { dtensor4($0) })
}
/// Returns `count` new tensor4s of dtype float64 without names.
public func dtensor4s(_ count: Int) -> [Variable] { (0..<max(count, 0)).map { _ in dtensor4() } }

/// Returns new scalars of dtype int32 with the given names, as a tuple.
public func iscalars<each Name: VariableName>(_ names: repeat each Name) -> (
  repeat (each Name).Made
) {
  (repeat (each names).make { iscalar($0) })
}
/// Returns `count` new scalars of dtype int32 without names.
public func iscalars(_ count: Int) -> [Variable] { (0..<max(count, 0)).map { _ in iscalar() } }

/// Returns new vectors of dtype int32 with the given names, as a tuple.
public func ivectors<each Name: VariableName>(_ names: repeat each Name) -> (
  repeat (each Name).Made
) {
  (repeat (each names).make { ivector($0) })
}
/// Returns `count` new vectors of dtype int32 without names.
public func ivectors(_ count: Int) -> [Variable] { (0..<max(count, 0)).map { _ in ivector() } }

/// Returns new rows of dtype int32 with the given names, as a tuple.
public func irows<each Name: VariableName>(_ names: repeat each Name) -> (repeat (each Name).Made) {
  (repeat (each names).make { irow($0) })
}
/// Returns `count` new rows of dtype int32 without names.
public func irows(_ count: Int) -> [Variable] { (0..<max(count, 0)).map { _ in irow() } }

/// Returns new cols of dtype int32 with the given names, as a tuple.
public func icols<each Name: VariableName>(_ names: repeat each Name) -> (repeat (each Name).Made) {
  (repeat (each names).make { icol($0) })
}
/// Returns `count` new cols of dtype int32 without names.
public func icols(_ count: Int) -> [Variable] { (0..<max(count, 0)).map { _ in icol() } }

/// Returns new matrices of dtype int32 with the given names, as a tuple.
public func imatrices<each Name: VariableName>(_ names: repeat each Name) -> (
  repeat (each Name).Made
) {
  (repeat (each names).make { imatrix($0) })
}
/// Returns `count` new matrices of dtype int32 without names.
public func imatrices(_ count: Int) -> [Variable] { (0..<max(count, 0)).map { _ in imatrix() } }

/// Returns new tensor3s of dtype int32 with the given names, as a tuple.
public func itensor3s<each Name: VariableName>(_ names: repeat each Name) -> (
  repeat (each Name).Made
) {
  (repeat (each names).make { itensor3($0) })
}
/// Returns `count` new tensor3s of dtype int32 without names.
public func itensor3s(_ count: Int) -> [Variable] { (0..<max(count, 0)).map { _ in itensor3() } }

/// Returns new tensor4s of dtype int32 with the given names, as a tuple.
public func itensor4s<each Name: VariableName>(_ names: repeat each Name) -> (
  repeat (each Name).Made
) {
  (repeat (each names).make { itensor4($0) })
}
/// Returns `count` new tensor4s of dtype int32 without names.
public func itensor4s(_ count: Int) -> [Variable] { (0..<max(count, 0)).map { _ in itensor4() } }

/// Returns new scalars of dtype int64 with the given names, as a tuple.
public func lscalars<each Name: VariableName>(_ names: repeat each Name) -> (
  repeat (each Name).Made
) {
  (repeat (each names).make { lscalar($0) })
}
/// Returns `count` new scalars of dtype int64 without names.
public func lscalars(_ count: Int) -> [Variable] { (0..<max(count, 0)).map { _ in lscalar() } }

/// Returns new vectors of dtype int64 with the given names, as a tuple.
public func lvectors<each Name: VariableName>(_ names: repeat each Name) -> (
  repeat (each Name).Made
) {
  (repeat (each names).make { lvector($0) })
}
/// Returns `count` new vectors of dtype int64 without names.
public func lvectors(_ count: Int) -> [Variable] { (0..<max(count, 0)).map { _ in lvector() } }

/// Returns new rows of dtype int64 with the given names, as a tuple.
public func lrows<each Name: VariableName>(_ names: repeat each Name) -> (repeat (each Name).Made) {
  (repeat (each names).make { lrow($0) })
}
/// Returns `count` new rows of dtype int64 without names.
public func lrows(_ count: Int) -> [Variable] { (0..<max(count, 0)).map { _ in lrow() } }

/// Returns new cols of dtype int64 with the given names, as a tuple.
public func lcols<each Name: VariableName>(_ names: repeat each Name) -> (repeat (each Name).Made) {
  (repeat (each names).make { lcol($0) })
}
/// Returns `count` new cols of dtype int64 without names.
public func lcols(_ count: Int) -> [Variable] { (0..<max(count, 0)).map { _ in lcol() } }

/// Returns new matrices of dtype int64 with the given names, as a tuple.
public func lmatrices<each Name: VariableName>(_ names: repeat each Name) -> (
  repeat (each Name).Made
) {
  (repeat (each names).make { lmatrix($0) })
}
/// Returns `count` new matrices of dtype int64 without names.
public func lmatrices(_ count: Int) -> [Variable] { (0..<max(count, 0)).map { _ in lmatrix() } }

/// Returns new tensor3s of dtype int64 with the given names, as a tuple.
public func ltensor3s<each Name: VariableName>(_ names: repeat each Name) -> (
  repeat (each Name).Made
) {
  (repeat (each names).make { ltensor3($0) })
}
/// Returns `count` new tensor3s of dtype int64 without names.
public func ltensor3s(_ count: Int) -> [Variable] { (0..<max(count, 0)).map { _ in ltensor3() } }

/// Returns new tensor4s of dtype int64 with the given names, as a tuple.
public func ltensor4s<each Name: VariableName>(_ names: repeat each Name) -> (
  repeat (each Name).Made
) {
  (repeat (each names).make { ltensor4($0) })
}
/// Returns `count` new tensor4s of dtype int64 without names.
public func ltensor4s(_ count: Int) -> [Variable] { (0..<max(count, 0)).map { _ in ltensor4() } }
