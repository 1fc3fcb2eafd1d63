internal import HTTPServer
internal import Library

/// What is wrong with a request before any operation sees it.
enum RequestError: Failure {
    case malformedQuery(String)
    case invalidParameters([FieldProblem])
    case malformedBody(String)
    case unsupportedMediaType(accepted: String)
    case bodyTooLarge(limit: Int64)
    case bodyTooSlow

    /// What a failure of the connection means to the client it can still be told; nil when there is nobody left to tell.
    init?(_ error: HTTPError) {
        switch error {
        case .malformed(let reason): self = .malformedBody(reason)
        case .bodyTooLarge: self = .bodyTooLarge(limit: Int64(clamping: HTTPServerConfiguration().maximumBodyBytes))
        case .timedOut: self = .bodyTooSlow
        case .closed, .cancelled, .io: return nil
        }
    }

    var code: String {
        switch self {
        case .malformedQuery: "malformed_query"
        case .invalidParameters: "invalid_parameters"
        case .malformedBody: "malformed_body"
        case .unsupportedMediaType: "unsupported_media_type"
        case .bodyTooLarge: "body_too_large"
        case .bodyTooSlow: "body_too_slow"
        }
    }

    var sentence: String {
        switch self {
        case .malformedQuery(let reason): "The query cannot be read: \(reason)."
        case .invalidParameters(let problems): problems.map(\.detail).joined(separator: " ")
        case .malformedBody(let reason): "The request's body cannot be read: \(reason)."
        case .unsupportedMediaType(let accepted): "Send the body as \(accepted)."
        case .bodyTooLarge(let limit): "The request's body is larger than \(byteCount(limit))."
        case .bodyTooSlow: "The request's body came too slowly."
        }
    }

    var fields: [FieldProblem] {
        if case .invalidParameters(let problems) = self { return problems }
        return []
    }
}
