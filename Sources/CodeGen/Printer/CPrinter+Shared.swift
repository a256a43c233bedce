import TheanoLoopIR

/// Large programs often do the same again and again, as networks of equal layers do: loops of the same text but
/// for names are then one function, which is compiled once.
extension CPrinter {
  /// Prints a loop of the program as a function that all its parts may call, and a call of it.
  mutating func printShared(_ loop: Loop) throws {
    let outer = (
      lines: lines, functions: functions, used: used, shares: sharesLoops, indent: indent
    )
    (lines, functions, used, sharesLoops, indent) = ([], [], [], false, 1)
    try printFunction(loop)
    let captures = self.captures(of: loop)
    let head = printCaller(captures)
    let own = (functions: functions, used: used)
    (lines, functions, used, sharesLoops, indent) = outer

    let key = canonical(own.functions)
    let function = shared[key] ?? head
    if shared[key] == nil {
      shared[key] = head
      functions += own.functions
      used.formUnion(own.used)
      part.defined.insert(head.text)
      part.weight += loop.body.weight
    }
    part.called.insert(function.text)
    part.canFail = part.canFail || captures.canFail
    let call = "\(function.name)(\(arguments(captures).joined(separator: ", ")))"
    line(captures.canFail ? "if ((error = \(call))) return error;" : "\(call);")
  }

  /// Makes a function of the lines that call a loop's function.
  private mutating func printCaller(_ captures: Captures) -> FunctionHead {
    let call = lines
    lines = []
    if sharesLoops { line("const int64_t zero = frame->workers < 1;") }
    for register in captures.registers {
      line("\(register.dtype.cType) \(name(register)) = *out_\(name(register));")
    }
    lines += call
    for register in captures.registers { line("*out_\(name(register)) = \(name(register));") }
    let head = FunctionHead(
      name: "run_\(functionName(loopCount))", parameters(captures))
    functions.append(([head.text + " {"] + lines + ["  return 0;", "}"]).joined(separator: "\n"))
    return head
  }
}

/// How a function is declared that several texts may call.
struct FunctionHead {
  var name: String
  var text: String

  /// Creates the head of a function that says whether there was an error.
  init(name: String, _ parameters: [String]) {
    self.name = name
    text = "THEANO_PIECE int32_t \(name)(\(parameters.joined(separator: ", ")))"
  }
}

/// Returns what texts have in common that differ by names alone: names with numbers in them have the numbers of
/// their first places instead, and comments are left out.
private func canonical(_ functions: [String]) -> String {
  var result: [UInt8] = []
  var numbers: [ArraySlice<UInt8>: Int] = [:]
  for function in functions {
    let bytes = Array(function.utf8)
    result.reserveCapacity(result.count + bytes.count)
    var place = 0
    while place < bytes.count {
      let start = place
      if bytes[place] == UInt8(ascii: "/"), place + 1 < bytes.count,
        bytes[place + 1] == bytes[place]
      {
        while place < bytes.count && bytes[place] != UInt8(ascii: "\n") { place += 1 }
      } else if bytes[place].isOfWord {
        while place < bytes.count && bytes[place].isOfWord { place += 1 }
        let word = bytes[start..<place]
        if word.isOwnName {
          result += "#\(numbers[word, default: numbers.count])".utf8
          numbers[word] = numbers[word] ?? numbers.count
        } else {
          result += word
        }
      } else {
        result.append(bytes[place])
        place += 1
      }
    }
    result.append(0)
  }
  return String(decoding: result, as: UTF8.self)
}

extension UInt8 {
  /// Whether it is a digit.
  fileprivate var isDigit: Bool { UInt8(ascii: "0") <= self && self <= UInt8(ascii: "9") }
}

extension ArraySlice<UInt8> {
  /// Whether it is a name with a number in it that means nothing outside: not of a type, nor of the prelude.
  fileprivate var isOwnName: Bool {
    guard let first, !first.isDigit, contains(where: \.isDigit) else { return false }
    let others = ["theano_", "THEANO_", "__builtin", "int", "uint", "_Float16"]
    return !others.contains { starts(with: $0.utf8) }
  }
}
