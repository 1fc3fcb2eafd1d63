internal import HTTPServer
internal import Library
internal import Operations

/// `/organization/markdown/render` (M44).
enum MarkdownRoutes {
    static let all = [Route(.post, "/organization/markdown/render", .api(.read, render))]

    /// Markdown at its longest, with every character escaped.
    private static let maximumBodyBytes = 6 * Markdown.maximumBytes + 1024

    @Sendable private static func render(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        var fields = JSONFields(try await exchange.jsonObject(upTo: maximumBodyBytes))
        let markdown = fields.string("markdown")
        try fields.end()
        let rendered = try await exchange.library.renderMarkdown(markdown, baseURL: exchange.baseURL, by: caller)
        return .json(MarkdownBody(html: rendered.html, unresolved: rendered.unresolved))
    }
}

private struct MarkdownBody: Encodable {
    let html: String
    let unresolved: [String]
}
