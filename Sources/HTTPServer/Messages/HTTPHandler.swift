/// What answers requests.
package protocol HTTPHandler: Sendable {
    /// Answers one request. Runs on an event loop: whatever blocks belongs on a `BlockingPool`.
    ///
    /// The task is cancelled when the client hangs up or a shutdown's grace ends. An `HTTPError` thrown becomes the answer
    /// it names, a `CancellationError` closes the connection, anything else is a 500.
    func handle(_ request: HTTPRequest, body: any HTTPRequestBody) async throws -> HTTPResponse
}
