internal import Library
internal import Operations

/// `vitrine document …`: Markdown documents.
extension Command {
    private static let organization = Option("organization", "SLUG", "the organization")
    private static let json = Option("json", nil, "print JSON")

    static let documentList = Command(
        "document list", "Lists an organization's documents, newest first.",
        options: [organization, Option("search", "TEXT", "those with this in their title"), json]
    ) { arguments in
        let slug = try arguments.required("organization")
        let lines = try await Composition.use { library in
            let caller = try await library.commandLineCaller(in: slug)
            var query = DocumentSearch(search: arguments["search"] ?? "", limit: 500)
            var lines: [DocumentLine] = []
            while true {
                let page = try await library.listDocuments(query, by: caller)
                lines += page.documents.map { DocumentLine($0) }
                if !page.hasMore { return lines }
                query.page += 1
            }
        }
        if arguments.has("json") { return try Output.json(lines) }
        for line in lines { Output.line("\(line.id)\t\(line.updatedAt)\t\(line.title)") }
    }

    static let documentShow = Command(
        "document show", "Prints a document's Markdown.", positional: ["ID"], options: [organization, json]
    ) { arguments in
        let slug = try arguments.required("organization")
        guard let id = ContentItemID(arguments.positional[0]) else { throw DocumentError.notFound }
        let document = try await Composition.use { library in
            try await library.document(id, by: try await library.commandLineCaller(in: slug))
        }
        if arguments.has("json") { return try Output.json(DocumentLine(document, hasBody: true)) }
        Output.line(document.body.hasSuffix("\n") ? String(document.body.dropLast()) : document.body)
    }
}

/// A document for machines; a list leaves the text out.
private struct DocumentLine: Encodable {
    let id: String
    let title: String
    let revision: Int
    let createdAt: String
    let updatedAt: String
    let markdown: String?

    init(_ document: ContentItem, hasBody: Bool = false) {
        id = document.id.description
        title = document.title
        revision = document.revision
        createdAt = document.createdAt.description
        updatedAt = document.updatedAt.description
        markdown = hasBody ? document.body : nil
    }
}
