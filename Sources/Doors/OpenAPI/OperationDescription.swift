internal import HTTPServer
internal import JSON

/// What an operation takes and answers, beside what its route says already: who may use it, and the refusals that come with that.
///
/// There is one for every route that is no page; `GET /openapi.json` is made from both, so that a route without a description, or a
/// description without a route, is seen (`Tests/Integration/test_openapi.py`).
struct OperationDescription: Sendable {
    let method: HTTPMethod
    /// As the route has it: `/organization/assets/{id}`.
    let pattern: String
    /// Unique; what generated clients call their function.
    let id: String
    let summary: String
    var detail: String?
    var parameters: [ParameterDescription] = []
    var body: BodyDescription?
    var answers: [AnswerDescription]
    /// The statuses of problems that come from what it does; those of its access, its parameters and its body are added to them.
    var problems: Set<Int> = []

    init(
        _ method: HTTPMethod, _ pattern: String, _ id: String, _ summary: String, detail: String? = nil,
        parameters: [ParameterDescription] = [], body: BodyDescription? = nil, answers: [AnswerDescription],
        problems: Set<Int> = []
    ) {
        self.method = method
        self.pattern = pattern
        self.id = id
        self.summary = summary
        self.detail = detail
        self.parameters = parameters
        self.body = body
        self.answers = answers
        self.problems = problems
    }
}

/// The body of a request.
struct BodyDescription: Sendable {
    /// The media types it may have, with their schemas.
    let content: [String: JSONSchema]
    /// What the part `file` of a form may be; nil: anything, or what the organization accepts.
    var fileTypes: [String]?

    static func json(_ schema: JSONSchema) -> BodyDescription { BodyDescription(content: ["application/json": schema]) }
    static func form(_ schema: JSONSchema, fileTypes: [String]? = nil) -> BodyDescription {
        BodyDescription(content: ["multipart/form-data": schema], fileTypes: fileTypes)
    }

    var json: JSONValue {
        let encoding = fileTypes.map { types in
            JSONValue.object(["file": .object(["contentType": .string(types.joined(separator: ", "))])])
        }
        let content = content.mapValues { JSONValue.object(compacting: ["schema": $0.json, "encoding": encoding]) }
        return .object(["required": .bool(true), "content": .object(content)])
    }
}

/// One way in which an operation succeeds.
struct AnswerDescription: Sendable {
    let status: Int
    let text: String
    var content: [String: JSONSchema] = [:]
    /// The fields of the head that it always has.
    var headers: [String: JSONSchema] = [:]

    static func json(_ schema: JSONSchema, status: Int = 200, _ text: String, headers: [String: JSONSchema] = [:])
        -> AnswerDescription
    {
        AnswerDescription(status: status, text: text, content: ["application/json": schema], headers: headers)
    }

    /// With the `ETag` to send as `If-Match`.
    static func entity(_ schema: JSONSchema, status: Int = 200, _ text: String) -> AnswerDescription {
        json(schema, status: status, text, headers: ["ETag": .text()])
    }

    static func made(_ schema: JSONSchema, _ text: String, headers: [String: JSONSchema] = [:]) -> AnswerDescription {
        json(schema, status: 201, text, headers: headers.merging(["Location": .text(format: "uri-reference")]) { own, _ in own })
    }

    static func done(_ text: String) -> AnswerDescription { AnswerDescription(status: 204, text: text) }

    static func file(_ status: Int, _ text: String, headers: [String: JSONSchema] = [:]) -> AnswerDescription {
        AnswerDescription(status: status, text: text, content: ["*/*": .text()], headers: headers)
    }

    static func empty(_ status: Int, _ text: String, headers: [String: JSONSchema] = [:]) -> AnswerDescription {
        AnswerDescription(status: status, text: text, headers: headers)
    }

    var json: JSONValue {
        let heads = headers.mapValues { JSONValue.object(["schema": $0.json, "required": .bool(true)]) }
        return .object(compacting: [
            "description": .string(text),
            "content": content.isEmpty ? nil : .object(content.mapValues { .object(["schema": $0.json]) }),
            "headers": heads.isEmpty ? nil : .object(heads),
        ])
    }
}

/// The operations about one noun, and the schemas they share.
struct DescriptionGroup: Sendable {
    let name: String
    let text: String
    let operations: [OperationDescription]
    /// By the name of ``JSONSchema/reference(_:)``.
    var schemas: [String: JSONSchema] = [:]
}
