/// What a handler gave, or what its error stands for.
struct Answer {
    let response: HTTPResponse
    /// False when the connection cannot be used after this.
    let isClean: Bool

    /// Whether, in HTTP/1.0, only the connection's end tells where the body ends.
    var endsWithConnection: Bool {
        if case .stream(nil, _) = response.body { return true }
        return false
    }

    /// Calls `handler`; throws when there is nobody to answer.
    static nonisolated(nonsending) func make(
        _ request: HTTPRequest, _ body: any HTTPRequestBody, _ handler: any HTTPHandler
    ) async throws(HTTPError) -> Answer {
        do {
            return Answer(response: try await handler.handle(request, body: body), isClean: true)
        } catch let error as HTTPError {
            return Answer(response: try response(to: error), isClean: false)
        } catch is CancellationError {
            throw .cancelled
        } catch {
            return Answer(response: .text("500 Internal Server Error\n", status: 500), isClean: true)
        }
    }

    private static func response(to error: HTTPError) throws(HTTPError) -> HTTPResponse {
        switch error {
        case .malformed(let reason): .text("400 Bad Request: \(reason)\n", status: 400)
        case .timedOut: .text("408 Request Timeout: the body came too slowly\n", status: 408)
        case .bodyTooLarge: .text("413 Content Too Large: the body is too large\n", status: 413)
        case .closed, .cancelled, .io: throw error
        }
    }
}
