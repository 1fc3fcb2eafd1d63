internal import HTTPServer
internal import JSON
internal import Library

/// Errors as JSON:API tells them; under `/v1` every one.
extension Problem {
    /// Whether errors at this path are told so, be there a route or not.
    static func isJSONAPI(_ path: Substring) -> Bool { path == "/v1" || path.hasPrefix("/v1/") }

    func response(at path: Substring) -> HTTPResponse { Self.isJSONAPI(path) ? document() : response }

    /// `error` is what the problem is about; nil where no operation was asked.
    func document(about error: (any Error)? = nil) -> HTTPResponse {
        let objects =
            errors.isEmpty
            ? [object(code: code, detail: detail, ErrorSource(of: error))]
            : errors.map { object(code: $0.code, detail: $0.detail, ErrorSource(field: $0.field, of: error)) }
        var answer = HTTPResponse.document(["errors": .array(objects)], status: status)
        // Challenge, Retry-After and such are the same for everybody.
        let own = Set(answer.headers.map(\.name))
        answer.headers += response.headers.filter { !own.contains($0.name) }
        return answer
    }

    private func object(code: String, detail: String, _ source: ErrorSource?) -> JSONValue {
        .object(compacting: [
            "status": .string("\(status)"), "code": .string(code), "title": .string(title), "detail": .string(detail),
            "source": source?.json, "meta": usage.map { .object(["usage": $0.json]) },
        ])
    }
}

/// Where in a request the cause of an error is.
enum ErrorSource {
    case pointer(String)
    case parameter(String)
    case header(String)

    /// Of an error that names no field.
    init?(of error: (any Error)?) {
        switch error {
        case JSONAPIError.notAcceptable?: self = .header("Accept")
        case RequestError.unsupportedMediaType?: self = .header("Content-Type")
        case is IdempotencyError: self = .header("Idempotency-Key")
        case let failure as any Failure where failure.code == "changed_meanwhile": self = .header("If-Match")
        default: return nil
        }
    }

    /// Of a field: a parameter of the query, or a pointer into the document.
    init?(field: String, of error: (any Error)?) {
        switch error {
        case RequestError.invalidParameters?: self = .parameter(field)
        default:
            guard field.isEmpty || field.hasPrefix("/") else { return nil }
            self = .pointer(field)
        }
    }

    var json: JSONValue {
        switch self {
        case .pointer(let pointer): .object(["pointer": .string(pointer)])
        case .parameter(let name): .object(["parameter": .string(name)])
        case .header(let name): .object(["header": .string(name)])
        }
    }
}
