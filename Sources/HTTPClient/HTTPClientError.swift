/// Why no answer came.
package enum HTTPClientError: Error, Sendable, Equatable {
    /// No connection could be made: nothing was sent.
    case cannotConnect(String)
}
