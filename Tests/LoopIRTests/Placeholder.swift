import Testing

@testable import TheanoLoopIR
