internal import HTTPClient

/// How often and how soon a failed request to a store is made again.
package struct RetryPolicy: Sendable {
    /// The first included.
    package var attempts = 4
    /// Before the second attempt the pause is up to this long, before each later one up to twice as long as before.
    package var firstPause: Duration = .milliseconds(200)
    package var longestPause: Duration = .seconds(5)
    /// No attempt begins later than this after the first; a server that asks for more patience gets none.
    package var totalTime: Duration = .seconds(60)

    package init() {}

    static let once = {
        var policy = RetryPolicy()
        policy.attempts = 1
        return policy
    }()

    /// How long to wait before attempt number `attempt`; nil when there is none to make. Full jitter: anything up to the bound, so
    /// that many clients of a store that stumbled do not come back together.
    func pause(before attempt: Int, elapsed: Duration, serverAsks: Duration?) -> Duration? {
        guard attempt <= attempts else { return nil }
        let bound = min(longestPause, firstPause * (1 << min(attempt - 2, 16)))
        let pause = max(bound * Double.random(in: 0...1), serverAsks ?? .zero)
        return elapsed + pause <= totalTime ? pause : nil
    }
}

extension HTTPClientError {
    /// Whether the same request may fare better a moment later.
    var isPassing: Bool {
        switch self {
        case .cannotConnect, .timedOut, .interrupted, .invalidAnswer: true
        case .addressRefused, .untrusted, .tooLarge, .invalidRequest, .unreadableBody, .cancelled, .shutDown: false
        }
    }
}
