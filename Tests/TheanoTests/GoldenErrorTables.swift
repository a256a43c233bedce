extension GoldenErrorTests {
  static let messages: [String: String] = [:]
  static let impossible: [String: String] = [:]
  static let placeless: Set<String> = []
}
