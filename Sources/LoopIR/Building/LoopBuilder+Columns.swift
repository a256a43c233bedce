import TheanoArrays

/// How sums of columns are cut.
private enum ColumnSums {
  /// How many rows are added up in float32 before they go into a float64.
  static let rows = 32
  /// How many columns are added up together: their sums stay in the nearest cache.
  static let columns = 2048
  /// Of how many columns, at least, one row after the other is read: of fewer, four at once, so that sums are read
  /// and written less often. Four long rows at once take longer where they are in no near cache.
  static let wide = 128
  /// Of how many elements the parts are that threads share, at least; and how many parts there are at most.
  static let part = 1 << 18, parts = 16
}

extension LoopBuilder {
  /// Writes the sums of the columns of float32 elements to memory. The rows' places are those of `rows`, one column
  /// after the other lies in memory.
  ///
  /// Rows are cut into parts, the same for any number of threads, so that bits are too.
  func sumColumns(
    rows lengths: [Value], columns: Value, into write: ([Value], Value) -> Void,
    _ element: @escaping ([Value], Value) throws -> Value
  ) throws {
    let rows = product(lengths)
    let wanted = quotient(multiply(rows, columns), constant(ColumnSums.part))
    let limit = minimum(atLeastOne(wanted), constant(ColumnSums.parts))
    let block = constant(ColumnSums.rows)
    let length = multiply(atLeastOne(roundedUp(rows, by: multiply(limit, block))), block)
    let parts = atLeastOne(roundedUp(rows, by: length))
    let sums = buffer(
      "sums", .float64, .slot(-1, perWorker: false), lengths: [parts, columns], isMutable: true)
    try loop(parts) { part in
      loops([columns]) { store(sums, [part] + $0, real(0, .float64)) }
      let first = multiply(part, length)
      let count = minimum(length, subtract(rows, first))
      try loop(roundedUp(columns, by: constant(ColumnSums.columns)), .serial) { tile in
        let left = multiply(tile, constant(ColumnSums.columns))
        let width = minimum(constant(ColumnSums.columns), subtract(columns, left))
        let rowSums = buffer(
          "rows", .float32, .local, lengths: [constant(ColumnSums.columns)], isMutable: true)
        try loop(roundedUp(count, by: block), .serial) { number in
          let start = multiply(number, block)
          loops([width]) { store(rowSums, $0, real(0, .float32)) }
          let isWide = lessOrEqual(constant(ColumnSums.wide), columns)
          try addRows(
            minimum(block, subtract(count, start)), isWide: isWide, into: rowSums, width: width
          ) { row, column in
            let row = place(of: add(add(first, start), row), in: lengths)
            return try element(row, add(left, column))
          }
          loops([width], .summing) { column in
            let sum = access(sums, [part, add(left, column[0])])
            add(.accumulate(sum, .sum, convert(load(rowSums, column), .float64)))
          }
        }
      }
    }
    loop(subtract(parts, constant(1)), .summing) { part in
      loop(columns, .summing) { column in
        let other = load(sums, [add(part, constant(1)), column])
        add(.accumulate(access(sums, [constant(0), column]), .sum, other))
      }
    }
    loops([columns]) { write($0, load(sums, [constant(0)] + $0)) }
  }

  /// Adds rows to sums of their columns.
  private func addRows(
    _ count: Value, isWide: Value, into sums: BufferID, width: Value,
    _ element: (Value, Value) throws -> Value
  ) throws {
    /// Adds groups of rows, from a row on.
    func add(groups: Value, of rows: Int, from first: Value) throws {
      try loop(groups, .summing) { group in
        let start = self.add(first, multiply(group, constant(rows)))
        try loop(width, .summing) { column in
          var values = try (0..<rows).map {
            try element(self.add(start, constant($0)), column)
          }
          while values.count > 1 {
            values = stride(from: 0, to: values.count, by: 2).map {
              self.add(values[$0], values[$0 + 1])
            }
          }
          self.add(.accumulate(access(sums, [column]), .sum, values[0]))
        }
      }
    }
    try branch(isWide) {
      try add(groups: count, of: 1, from: constant(0))
    } else: {
      let groups = quotient(count, constant(4))
      let done = multiply(groups, constant(4))
      try add(groups: groups, of: 4, from: constant(0))
      try add(groups: subtract(count, done), of: 1, from: done)
    }
  }

  /// Returns a length, but 1 for 0.
  private func atLeastOne(_ length: Value) -> Value { maximum(length, constant(1)) }

  /// Returns how many parts of a length a whole has, the last of which may be shorter.
  private func roundedUp(_ whole: Value, by part: Value) -> Value {
    quotient(add(whole, subtract(part, constant(1))), part)
  }
}
