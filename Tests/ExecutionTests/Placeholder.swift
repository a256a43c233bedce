import Testing

@testable import TheanoExecution
