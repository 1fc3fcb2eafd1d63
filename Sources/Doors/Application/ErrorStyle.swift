internal import HTTPServer
internal import Library

/// How a route tells of errors.
enum ErrorStyle: Sendable {
    /// `application/problem+json`.
    case problem
    /// A page in words; without a session, a redirect to the sign-in page.
    case page
    /// A page to a browser, a problem to everybody else: for addresses that are both.
    case either
    /// A problem that has its sentence in `error` too, where Markdown editors look for one to show.
    case editor
    /// A problem with what the tus protocol wants in every answer.
    case tus
    /// An error document of JSON:API.
    case jsonAPI

    func response(to error: any Error, _ exchange: Exchange) async -> HTTPResponse {
        exchange.logUnexpected(error)
        switch self {
        case .tus: return Problem(error).response.tus
        case .jsonAPI: return Problem(error).document(about: error)
        case .either where !exchange.asksForPage, .problem: return Problem(error).response
        case .editor:
            var problem = Problem(error)
            problem.error = problem.detail
            return problem.response
        case .either, .page:
            if error as? AccessError == .signInRequired { return exchange.redirectToSignIn() }
            return await exchange.errorPage(Problem(error))
        }
    }
}
