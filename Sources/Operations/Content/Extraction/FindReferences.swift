internal import JSON
internal import Library
internal import MediaWorker

extension MediaLibrary {
    /// Every reference to assets in an item's body, in order (M36): a function of the body alone, which asks no database.
    ///
    /// Markdown is parsed by the sandboxed worker, unless the caller does not ask what it names. Throws ``MarkdownError`` and ``ContentError`` `invalidFields`.
    func references(
        in item: ContentItem, of organization: Organization, readingMarkdown: Bool = true
    ) async throws -> [FoundReference] {
        var finder = ReferenceFinder(item.type, organization)
        switch item.format {
        case .markdown where !readingMarkdown: break
        case .markdown: finder.add(try await namedAddresses(in: item.body), inText: nil, at: JSONPath(), isDeclared: true)
        case .json where item.body.isEmpty: break
        case .json: try await find(in: item.body, readingMarkdown, &finder)
        }
        return try finder.checked()
    }

    private func find(in body: String, _ readingMarkdown: Bool, _ finder: inout ReferenceFinder) async throws {
        let document: JSONDocument
        do {
            document = try JSONDocument(Array(body.utf8))
        } catch {
            throw ContentError.notJSON("\(error.reason), at byte \(error.offset)")
        }
        let markdown = MarkdownFields(document)
        for (index, text) in document.texts.enumerated() {
            if markdown.contains(text) {
                if !readingMarkdown { continue }
                finder.add(try await namedAddresses(in: text.value), inText: index, at: text.path, isDeclared: true)
            } else if !finder.add(whole: text, index) {
                finder.add(partsOf: text, index)
                // Texts nobody declares to be Markdown often are.
                if readingMarkdown, text.value.contains("](") {
                    finder.add(try await namedAddresses(in: text.value), inText: index, at: text.path, isDeclared: false)
                }
            }
        }
    }

    private func namedAddresses(in markdown: String) async throws -> [String] {
        // Without one of these there is no link; and most texts have none.
        guard markdown.utf8.contains(where: { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ":") })
        else { return [] }
        try Markdown.check(markdown)
        do {
            var known: Set<String> = []
            return try await mediaWorker.references(in: markdown).map(\.destination).filter { known.insert($0).inserted }
        } catch {
            throw MarkdownError.explaining(error)
        }
    }
}

/// Which texts of a JSON body are Markdown: fields of that name, and those of objects whose type or format says so.
private struct MarkdownFields {
    private let objects: Set<JSONPath>

    init(_ document: JSONDocument) {
        objects = Set(
            document.texts.filter { text in
                (text.path.lastName == "type" || text.path.lastName == "format") && text.value.lowercased() == "markdown"
            }.map(\.path.parent))
    }

    func contains(_ text: JSONOutline.Text) -> Bool {
        guard let name = text.path.lastName else { return false }
        if name == "markdown" || name.hasSuffix("Markdown") || name.hasSuffix("_markdown") { return true }
        return Self.written.contains(name) && objects.contains(text.path.parent)
    }

    private static let written: Set<String> = ["text", "body", "content", "value", "data", "source"]
}
