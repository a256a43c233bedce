import Testing

@testable import TheanoCodeGen
