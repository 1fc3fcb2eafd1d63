import Platform

/// What a handler saw, for the test to look at afterwards.
final class Seen<Value: Sendable>: Sendable {
    private let noted = Locked<Value?>(nil)

    var value: Value? { noted.withLock { $0 } }

    func note(_ value: Value?) { noted.withLock { $0 = value } }
}
