internal import HTTPServer
internal import JSON

/// Errors as every operation tells them (RFC 9457).
enum ProblemDescriptions {
    static let schema = JSONSchema.object(
        [
            "type": .constant("about:blank"),
            "title": .text().described("The status in words."),
            "status": .integer(from: 400, to: 599),
            "code": .text(pattern: "^[a-z0-9_]+$").described("What went wrong, for programs."),
            "detail": .text().described("What went wrong, in a sentence."),
            "errors": .list(of: field).described("What is wrong with which field or parameter, all together."),
        ],
        optional: [
            "error": .text().described("`detail` once more, where Markdown editors look for it."),
            "usage": UsageDescriptions.uses.described("With `asset_in_use`: where the asset is used."),
            "assets": UsageDescriptions.usedContents.described("With `asset_in_use`: the assets in a folder that are in use."),
        ])

    private static let field = JSONSchema.object(["field": .text(), "code": .text(pattern: "^[a-z0-9_]+$"), "detail": .text()])

    static func answer(_ status: Int, isJSONAPI: Bool = false) -> JSONValue {
        var answer = AnswerDescription(
            status: status, text: Problem.titles[status] ?? "Error",
            content: isJSONAPI
                ? [MediaRange.jsonAPI: .reference("ErrorDocument")] : ["application/problem+json": .reference("Problem")])
        if status == 429 || status == 503 { answer.headers["Retry-After"] = .integer(from: 0) }
        if status == 401 { answer.headers["WWW-Authenticate"] = .text() }
        return answer.json
    }
}
