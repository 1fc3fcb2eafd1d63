package import Platform

/// What can go wrong between this server and one client.
///
/// Thrown out of a handler it becomes an answer: `malformed` 400, `timedOut` 408, `bodyTooLarge` 413; the others close
/// the connection without one.
package enum HTTPError: Error, Sendable, Equatable {
    /// The client has gone, or what is read or written no longer belongs to a request.
    case closed
    case timedOut
    /// The client broke the protocol; the text may be shown to it.
    case malformed(String)
    case bodyTooLarge
    case cancelled
    case io(Errno)
}
