package import Platform

/// Why a transfer failed. What decides over a retry is whether the server may have acted: see `nothingWasSent`.
package enum HTTPClientError: Error, Sendable, Equatable {
    /// No connection could be made.
    case cannotConnect(String)
    /// The guard of outbound addresses permits none of the addresses the host has.
    case addressRefused
    /// The server's certificate or its TLS was refused.
    case untrusted(String)
    /// No byte moved for the stall timeout, or the whole took longer than the total timeout.
    case timedOut
    /// The connection broke in the middle.
    case interrupted(String)
    /// The answer is no HTTP, or its head is too long.
    case invalidAnswer(String)
    /// The answer is longer than the caller's limit.
    case tooLarge
    /// The request cannot be sent as it is: the address is malformed, or a header field holds a control character.
    case invalidRequest(String)
    /// The file that is the request's body could not be read, or is shorter than was said.
    case unreadableBody(Errno)
    /// The task was cancelled, or the download let go.
    case cancelled
    /// The client was shut down.
    case shutDown

    /// True when the server cannot have seen the request; otherwise it may have acted on it.
    package var nothingWasSent: Bool {
        switch self {
        case .cannotConnect, .addressRefused, .untrusted, .invalidRequest: true
        case .timedOut, .interrupted, .invalidAnswer, .tooLarge, .unreadableBody, .cancelled, .shutDown: false
        }
    }
}

extension HTTPClientError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .cannotConnect(let reason): "cannot connect: \(reason)"
        case .addressRefused: "the address must not be dialled"
        case .untrusted(let reason): "the server cannot be trusted: \(reason)"
        case .timedOut: "the server took too long"
        case .interrupted(let reason): "the connection broke: \(reason)"
        case .invalidAnswer(let reason): "the answer is malformed: \(reason)"
        case .tooLarge: "the answer is too large"
        case .invalidRequest(let reason): "the request is malformed: \(reason)"
        case .unreadableBody(let errno): "the body to send cannot be read: \(errno)"
        case .cancelled: "cancelled"
        case .shutDown: "the client was shut down"
        }
    }
}
