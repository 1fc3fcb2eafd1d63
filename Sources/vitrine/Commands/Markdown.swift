internal import Library
internal import Operations

/// `vitrine markdown …` (M44).
extension Command {
    static let markdownRender = Command(
        "markdown render", "Prints Markdown as HTML, with an organization's assets in the place of their logical paths.",
        positional: ["FILE"],
        options: [Option("organization", "SLUG", "the organization"), Option("json", nil, "print JSON")],
        details: [
            "FILE may be - for standard input. References that are no asset's path are told on standard error."
        ]
    ) { arguments in
        let slug = try arguments.required("organization")
        let markdown = try TextSource.read(arguments.positional[0], upTo: Markdown.maximumBytes)
        let rendered = try await Composition.useWithMediaWorker { library in
            try await library.renderMarkdown(markdown, by: try await library.commandLineCaller(in: slug))
        }
        if arguments.has("json") {
            return try Output.json(RenderedLine(html: rendered.html, unresolved: rendered.unresolved))
        }
        for reference in rendered.unresolved { Output.error("no asset has the path “\(reference)”") }
        Output.line(rendered.html.hasSuffix("\n") ? String(rendered.html.dropLast()) : rendered.html)
    }
}

private struct RenderedLine: Encodable {
    let html: String
    let unresolved: [String]
}
