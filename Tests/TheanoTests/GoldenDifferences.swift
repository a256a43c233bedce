extension GoldenTextTests {
  static let texts: [String: String] = [:]
  static let gradientTexts: [String: String] = [:]
  static let trees: [String: String] = [:]
}
