extension Case {
  /// All cases, in the order of the table.
  static let all: [Case] =
    elementwise + rows + products + training + scans + recurrent + statistics
}
