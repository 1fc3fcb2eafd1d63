internal import HTTPServer
internal import Library

/// What keeps a request from being one of JSON:API. Fields are pointers into the request's document (RFC 6901).
enum JSONAPIError: Failure {
    case notAcceptable
    case malformed([FieldProblem])
    /// The document is about a resource of another type than the address.
    case typeMismatch(expected: String, at: String)
    /// The document names another resource than the address.
    case idMismatch
    case clientGeneratedID
    case invalid([FieldProblem])

    var code: String {
        switch self {
        case .notAcceptable: "not_acceptable"
        case .malformed: "malformed_document"
        case .typeMismatch: "type_mismatch"
        case .idMismatch: "id_mismatch"
        case .clientGeneratedID: "client_generated_id"
        case .invalid: "invalid_fields"
        }
    }

    var sentence: String {
        switch self {
        case .notAcceptable: "Answers are \(MediaRange.jsonAPI), without extensions; the Accept field admits none such."
        case .typeMismatch(let expected, _): "The type of resources here is “\(expected)”."
        case .idMismatch: "The document’s id is not that of the address."
        case .clientGeneratedID: "Ids are made here; send the resource without one."
        case .malformed(let problems), .invalid(let problems): problems.map(\.detail).joined(separator: " ")
        }
    }

    var fields: [FieldProblem] {
        switch self {
        case .malformed(let problems), .invalid(let problems): problems
        case .typeMismatch(_, let pointer): [FieldProblem(field: pointer, code: code, detail: sentence)]
        case .idMismatch, .clientGeneratedID: [FieldProblem(field: "/data/id", code: code, detail: sentence)]
        case .notAcceptable: []
        }
    }

    static func malformed(_ pointer: String, _ detail: String) -> JSONAPIError {
        .malformed([FieldProblem(field: pointer, code: "malformed_document", detail: detail)])
    }
}

/// A failure of an operation whose fields were named as a document names them.
struct PointedFailure: Failure {
    let failure: any Failure
    let fields: [FieldProblem]

    var code: String { failure.code }
    var sentence: String { failure.sentence }
    var cause: String? { failure.cause }
    var retryAfterSeconds: Int64? { failure.retryAfterSeconds }

    static func == (left: PointedFailure, right: PointedFailure) -> Bool {
        left.code == right.code && left.fields == right.fields
    }
}
