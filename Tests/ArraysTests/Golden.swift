import FoundationEssentials

/// Decodes a file of `Tests/Golden`, or the file that an environment variable names instead.
func golden<T: Decodable>(_ name: String, as _: T.Type, path: String? = nil) throws -> T {
  let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  let url = path.map { URL(filePath: $0) } ?? folder.appending(path: "Golden/\(name)")
  return try JSONDecoder().decode(T.self, from: Data(contentsOf: url))
}
