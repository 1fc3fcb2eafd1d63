/// Why a file at an address people named was not fetched. Nothing here tells what the address was resolved to.
package enum ImportError: Failure {
    /// The guard of outbound addresses forbids to go there.
    case addressRefused
    /// No connection could be made.
    case unreachable(cause: String)
    /// The other server answered with this status.
    case status(Int)
    /// Too many redirects, one from `https` to `http`, or one to what is no address.
    case redirectRefused
    case invalidAnswer(cause: String)
    case timedOut
    case interrupted(cause: String)

    package var code: String {
        switch self {
        case .addressRefused: "address_refused"
        case .unreachable: "address_unreachable"
        case .status: "address_status"
        case .redirectRefused: "redirect_refused"
        case .invalidAnswer: "invalid_answer"
        case .timedOut: "fetch_timed_out"
        case .interrupted: "fetch_interrupted"
        }
    }

    package var sentence: String {
        switch self {
        case .addressRefused:
            "This server does not fetch from that address: it goes to public addresses, and to those it was allowed to."
        case .unreachable: "No connection to that address could be made."
        case .status(let status): "The server at that address answered with status \(status) instead of a file."
        case .redirectRefused:
            "That address leads elsewhere too often, from https to http, or to what is no address. Name the file's own address."
        case .invalidAnswer: "The server at that address gave an answer that cannot be read."
        case .timedOut: "The server at that address took too long."
        case .interrupted: "The connection to that address broke before the file was complete."
        }
    }

    package var fields: [FieldProblem] { [FieldProblem(field: "importUrl", code: code, detail: sentence)] }

    package var cause: String? {
        switch self {
        case .unreachable(let cause), .invalidAnswer(let cause), .interrupted(let cause): cause
        default: nil
        }
    }

    /// Whether the same request may fare better a moment later.
    package var isPassing: Bool {
        switch self {
        case .unreachable, .timedOut, .interrupted, .invalidAnswer: true
        case .status(let status): status >= 500 || status == 408 || status == 429
        case .addressRefused, .redirectRefused: false
        }
    }
}
