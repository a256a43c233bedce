import TheanoArrays

// The constructors of inputs, by Theano's names: a letter for the dtype (b int8, w int16, i int32,
// l int64, f float32, d float64, c complex64, z complex128) and a word for the shape.

/// Returns a new input of dtype int8 that is a scalar.
public func bscalar(_ name: String? = nil) -> Variable { scalar(name, dtype: .int8) }
/// Returns a new input of dtype int8 that is a vector.
public func bvector(_ name: String? = nil) -> Variable { vector(name, dtype: .int8) }
/// Returns a new input of dtype int8 that is a row: a matrix whose first axis has length 1, which broadcasts.
public func brow(_ name: String? = nil) -> Variable { row(name, dtype: .int8) }
/// Returns a new input of dtype int8 that is a column: a matrix whose second axis has length 1, which broadcasts.
public func bcol(_ name: String? = nil) -> Variable { col(name, dtype: .int8) }
/// Returns a new input of dtype int8 that is a matrix.
public func bmatrix(_ name: String? = nil) -> Variable { matrix(name, dtype: .int8) }
/// Returns a new input of dtype int8 that is a tensor of 3 axes.
public func btensor3(_ name: String? = nil) -> Variable { tensor3(name, dtype: .int8) }
/// Returns a new input of dtype int8 that is a tensor of 4 axes.
public func btensor4(_ name: String? = nil) -> Variable { tensor4(name, dtype: .int8) }
/// Returns a new input of dtype int8 that is a tensor of 5 axes.
public func btensor5(_ name: String? = nil) -> Variable { tensor5(name, dtype: .int8) }
/// Returns a new input of dtype int8 that is a tensor of 6 axes.
public func btensor6(_ name: String? = nil) -> Variable { tensor6(name, dtype: .int8) }
/// Returns a new input of dtype int8 that is a tensor of 7 axes.
public func btensor7(_ name: String? = nil) -> Variable { tensor7(name, dtype: .int8) }

/// Returns a new input of dtype int16 that is a scalar.
public func wscalar(_ name: String? = nil) -> Variable { scalar(name, dtype: .int16) }
/// Returns a new input of dtype int16 that is a vector.
public func wvector(_ name: String? = nil) -> Variable { vector(name, dtype: .int16) }
/// Returns a new input of dtype int16 that is a row: a matrix whose first axis has length 1, which broadcasts.
public func wrow(_ name: String? = nil) -> Variable { row(name, dtype: .int16) }
/// Returns a new input of dtype int16 that is a column: a matrix whose second axis has length 1, which broadcasts.
public func wcol(_ name: String? = nil) -> Variable { col(name, dtype: .int16) }
/// Returns a new input of dtype int16 that is a matrix.
public func wmatrix(_ name: String? = nil) -> Variable { matrix(name, dtype: .int16) }
/// Returns a new input of dtype int16 that is a tensor of 3 axes.
public func wtensor3(_ name: String? = nil) -> Variable { tensor3(name, dtype: .int16) }
/// Returns a new input of dtype int16 that is a tensor of 4 axes.
public func wtensor4(_ name: String? = nil) -> Variable { tensor4(name, dtype: .int16) }
/// Returns a new input of dtype int16 that is a tensor of 5 axes.
public func wtensor5(_ name: String? = nil) -> Variable { tensor5(name, dtype: .int16) }
/// Returns a new input of dtype int16 that is a tensor of 6 axes.
public func wtensor6(_ name: String? = nil) -> Variable { tensor6(name, dtype: .int16) }
/// Returns a new input of dtype int16 that is a tensor of 7 axes.
public func wtensor7(_ name: String? = nil) -> Variable { tensor7(name, dtype: .int16) }

/// Returns a new input of dtype int32 that is a scalar.
public func iscalar(_ name: String? = nil) -> Variable { scalar(name, dtype: .int32) }
/// Returns a new input of dtype int32 that is a vector.
public func ivector(_ name: String? = nil) -> Variable { vector(name, dtype: .int32) }
/// Returns a new input of dtype int32 that is a row: a matrix whose first axis has length 1, which broadcasts.
public func irow(_ name: String? = nil) -> Variable { row(name, dtype: .int32) }
/// Returns a new input of dtype int32 that is a column: a matrix whose second axis has length 1, which broadcasts.
public func icol(_ name: String? = nil) -> Variable { col(name, dtype: .int32) }
/// Returns a new input of dtype int32 that is a matrix.
public func imatrix(_ name: String? = nil) -> Variable { matrix(name, dtype: .int32) }
/// Returns a new input of dtype int32 that is a tensor of 3 axes.
public func itensor3(_ name: String? = nil) -> Variable { tensor3(name, dtype: .int32) }
/// Returns a new input of dtype int32 that is a tensor of 4 axes.
public func itensor4(_ name: String? = nil) -> Variable { tensor4(name, dtype: .int32) }
/// Returns a new input of dtype int32 that is a tensor of 5 axes.
public func itensor5(_ name: String? = nil) -> Variable { tensor5(name, dtype: .int32) }
/// Returns a new input of dtype int32 that is a tensor of 6 axes.
public func itensor6(_ name: String? = nil) -> Variable { tensor6(name, dtype: .int32) }
/// Returns a new input of dtype int32 that is a tensor of 7 axes.
public func itensor7(_ name: String? = nil) -> Variable { tensor7(name, dtype: .int32) }

/// Returns a new input of dtype int64 that is a scalar.
public func lscalar(_ name: String? = nil) -> Variable { scalar(name, dtype: .int64) }
/// Returns a new input of dtype int64 that is a vector.
public func lvector(_ name: String? = nil) -> Variable { vector(name, dtype: .int64) }
/// Returns a new input of dtype int64 that is a row: a matrix whose first axis has length 1, which broadcasts.
public func lrow(_ name: String? = nil) -> Variable { row(name, dtype: .int64) }
/// Returns a new input of dtype int64 that is a column: a matrix whose second axis has length 1, which broadcasts.
public func lcol(_ name: String? = nil) -> Variable { col(name, dtype: .int64) }
/// Returns a new input of dtype int64 that is a matrix.
public func lmatrix(_ name: String? = nil) -> Variable { matrix(name, dtype: .int64) }
/// Returns a new input of dtype int64 that is a tensor of 3 axes.
public func ltensor3(_ name: String? = nil) -> Variable { tensor3(name, dtype: .int64) }
/// Returns a new input of dtype int64 that is a tensor of 4 axes.
public func ltensor4(_ name: String? = nil) -> Variable { tensor4(name, dtype: .int64) }
/// Returns a new input of dtype int64 that is a tensor of 5 axes.
public func ltensor5(_ name: String? = nil) -> Variable { tensor5(name, dtype: .int64) }
/// Returns a new input of dtype int64 that is a tensor of 6 axes.
public func ltensor6(_ name: String? = nil) -> Variable { tensor6(name, dtype: .int64) }
/// Returns a new input of dtype int64 that is a tensor of 7 axes.
public func ltensor7(_ name: String? = nil) -> Variable { tensor7(name, dtype: .int64) }

/// Returns a new input of dtype float32 that is a scalar.
public func fscalar(_ name: String? = nil) -> Variable { scalar(name, dtype: .float32) }
/// Returns a new input of dtype float32 that is a vector.
public func fvector(_ name: String? = nil) -> Variable { vector(name, dtype: .float32) }
/// Returns a new input of dtype float32 that is a row: a matrix whose first axis has length 1, which broadcasts.
public func frow(_ name: String? = nil) -> Variable { row(name, dtype: .float32) }
/// Returns a new input of dtype float32 that is a column: a matrix whose second axis has length 1, which broadcasts.
public func fcol(_ name: String? = nil) -> Variable { col(name, dtype: .float32) }
/// Returns a new input of dtype float32 that is a matrix.
public func fmatrix(_ name: String? = nil) -> Variable { matrix(name, dtype: .float32) }
/// Returns a new input of dtype float32 that is a tensor of 3 axes.
public func ftensor3(_ name: String? = nil) -> Variable { tensor3(name, dtype: .float32) }
/// Returns a new input of dtype float32 that is a tensor of 4 axes.
public func ftensor4(_ name: String? = nil) -> Variable { tensor4(name, dtype: .float32) }
/// Returns a new input of dtype float32 that is a tensor of 5 axes.
public func ftensor5(_ name: String? = nil) -> Variable { tensor5(name, dtype: .float32) }
/// Returns a new input of dtype float32 that is a tensor of 6 axes.
public func ftensor6(_ name: String? = nil) -> Variable { tensor6(name, dtype: .float32) }
/// Returns a new input of dtype float32 that is a tensor of 7 axes.
public func ftensor7(_ name: String? = nil) -> Variable { tensor7(name, dtype: .float32) }

/// Returns a new input of dtype float64 that is a scalar.
public func dscalar(_ name: String? = nil) -> Variable { scalar(name, dtype: .float64) }
/// Returns a new input of dtype float64 that is a vector.
public func dvector(_ name: String? = nil) -> Variable { vector(name, dtype: .float64) }
/// Returns a new input of dtype float64 that is a row: a matrix whose first axis has length 1, which broadcasts.
public func drow(_ name: String? = nil) -> Variable { row(name, dtype: .float64) }
/// Returns a new input of dtype float64 that is a column: a matrix whose second axis has length 1, which broadcasts.
public func dcol(_ name: String? = nil) -> Variable { col(name, dtype: .float64) }
/// Returns a new input of dtype float64 that is a matrix.
public func dmatrix(_ name: String? = nil) -> Variable { matrix(name, dtype: .float64) }
/// Returns a new input of dtype float64 that is a tensor of 3 axes.
public func dtensor3(_ name: String? = nil) -> Variable { tensor3(name, dtype: .float64) }
/// Returns a new input of dtype float64 that is a tensor of 4 axes.
public func dtensor4(_ name: String? = nil) -> Variable { tensor4(name, dtype: .float64) }
/// Returns a new input of dtype float64 that is a tensor of 5 axes.
public func dtensor5(_ name: String? = nil) -> Variable { tensor5(name, dtype: .float64) }
/// Returns a new input of dtype float64 that is a tensor of 6 axes.
public func dtensor6(_ name: String? = nil) -> Variable { tensor6(name, dtype: .float64) }
/// Returns a new input of dtype float64 that is a tensor of 7 axes.
public func dtensor7(_ name: String? = nil) -> Variable { tensor7(name, dtype: .float64) }

/// Returns a new input of dtype complex64 that is a scalar.
public func cscalar(_ name: String? = nil) -> Variable { scalar(name, dtype: .complex64) }
/// Returns a new input of dtype complex64 that is a vector.
public func cvector(_ name: String? = nil) -> Variable { vector(name, dtype: .complex64) }
/// Returns a new input of dtype complex64 that is a row: a matrix whose first axis has length 1, which broadcasts.
public func crow(_ name: String? = nil) -> Variable { row(name, dtype: .complex64) }
/// Returns a new input of dtype complex64 that is a column: a matrix whose second axis has length 1, which broadcasts.
public func ccol(_ name: String? = nil) -> Variable { col(name, dtype: .complex64) }
/// Returns a new input of dtype complex64 that is a matrix.
public func cmatrix(_ name: String? = nil) -> Variable { matrix(name, dtype: .complex64) }
/// Returns a new input of dtype complex64 that is a tensor of 3 axes.
public func ctensor3(_ name: String? = nil) -> Variable { tensor3(name, dtype: .complex64) }
/// Returns a new input of dtype complex64 that is a tensor of 4 axes.
public func ctensor4(_ name: String? = nil) -> Variable { tensor4(name, dtype: .complex64) }
/// Returns a new input of dtype complex64 that is a tensor of 5 axes.
public func ctensor5(_ name: String? = nil) -> Variable { tensor5(name, dtype: .complex64) }
/// Returns a new input of dtype complex64 that is a tensor of 6 axes.
public func ctensor6(_ name: String? = nil) -> Variable { tensor6(name, dtype: .complex64) }
/// Returns a new input of dtype complex64 that is a tensor of 7 axes.
public func ctensor7(_ name: String? = nil) -> Variable { tensor7(name, dtype: .complex64) }

/// Returns a new input of dtype complex128 that is a scalar.
public func zscalar(_ name: String? = nil) -> Variable { scalar(name, dtype: .complex128) }
/// Returns a new input of dtype complex128 that is a vector.
public func zvector(_ name: String? = nil) -> Variable { vector(name, dtype: .complex128) }
/// Returns a new input of dtype complex128 that is a row: a matrix whose first axis has length 1, which broadcasts.
public func zrow(_ name: String? = nil) -> Variable { row(name, dtype: .complex128) }
/// Returns a new input of dtype complex128 that is a column: a matrix whose second axis has length 1, which broadcasts.
public func zcol(_ name: String? = nil) -> Variable { col(name, dtype: .complex128) }
/// Returns a new input of dtype complex128 that is a matrix.
public func zmatrix(_ name: String? = nil) -> Variable { matrix(name, dtype: .complex128) }
/// Returns a new input of dtype complex128 that is a tensor of 3 axes.
public func ztensor3(_ name: String? = nil) -> Variable { tensor3(name, dtype: .complex128) }
/// Returns a new input of dtype complex128 that is a tensor of 4 axes.
public func ztensor4(_ name: String? = nil) -> Variable { tensor4(name, dtype: .complex128) }
/// Returns a new input of dtype complex128 that is a tensor of 5 axes.
public func ztensor5(_ name: String? = nil) -> Variable { tensor5(name, dtype: .complex128) }
/// Returns a new input of dtype complex128 that is a tensor of 6 axes.
public func ztensor6(_ name: String? = nil) -> Variable { tensor6(name, dtype: .complex128) }
/// Returns a new input of dtype complex128 that is a tensor of 7 axes.
public func ztensor7(_ name: String? = nil) -> Variable { tensor7(name, dtype: .complex128) }
