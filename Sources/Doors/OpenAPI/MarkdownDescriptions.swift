internal import HTTPServer
internal import Library

/// `/organization/markdown`.
enum MarkdownDescriptions {
    static let group = DescriptionGroup(
        name: "Markdown", text: "Markdown whose references are logical paths of assets.", operations: [render],
        schemas: [:])

    private static let render = OperationDescription(
        .post, "/organization/markdown/render", "renderMarkdown",
        "Makes HTML of Markdown, with assets in the place of their logical paths and players in the place of films and sound",
        body: .json(
            .object([
                "markdown": .text(maximum: Markdown.maximumBytes).described(
                    "CommonMark with GitHub's tables, strikethrough, autolinks and task lists; at most 1 MB of UTF-8. Raw HTML is left out."
                )
            ])),
        answers: [
            .json(
                .object([
                    "html": .text().described("Runs no script; references to private assets work for a while."),
                    "unresolved": .list(of: .text()).described(
                        "References that are no asset's logical path, as written, each once, in order."),
                ]), "The HTML.")
        ], problems: [413, 422, 503])
}
