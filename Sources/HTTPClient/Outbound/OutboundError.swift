/// Why something people named could not be fetched.
package enum OutboundError: Error, Sendable, Equatable {
    /// It is no `http` or `https` address, names a user or a password, or leads to what is none.
    case malformedAddress
    /// The guard forbids to dial it.
    case addressRefused
    /// No connection could be made, or its TLS was refused. The reason is for the log.
    case unreachable(String)
    /// The answer is no success.
    case status(Int)
    /// One redirect too many, or from `https` to `http`.
    case redirectRefused
    /// The answer is no HTTP, or is encoded in a way that was not asked for.
    case invalidAnswer(String)
    /// It took longer than it may, or nothing came for too long.
    case timedOut
    /// The connection broke in the middle.
    case interrupted(String)
    /// The task was cancelled.
    case cancelled

    init(_ error: HTTPClientError) {
        switch error {
        case .addressRefused: self = .addressRefused
        case .cannotConnect(let reason), .untrusted(let reason): self = .unreachable(reason)
        case .timedOut: self = .timedOut
        case .interrupted(let reason): self = .interrupted(reason)
        case .invalidAnswer(let reason): self = .invalidAnswer(reason)
        case .invalidRequest: self = .malformedAddress
        case .tooLarge, .unreadableBody: self = .invalidAnswer("\(error)")
        case .cancelled, .shutDown: self = .cancelled
        }
    }
}
