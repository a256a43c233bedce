import Testing

@testable import TheanoSchedule
