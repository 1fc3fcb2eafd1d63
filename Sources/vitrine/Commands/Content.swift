internal import Library
internal import Operations

/// `vitrine content …`: what can use assets (M36).
extension Command {
    static let content = [contentList, contentGet, contentPut, contentDelete]

    private static let organization = Option("organization", "SLUG", "the organization")
    private static let json = Option("json", nil, "print JSON")

    private static let contentList = Command(
        "content list", "Lists an organization's content items, newest first.",
        options: [
            organization, Option("type", "TYPE", "those of this type"),
            Option("search", "TEXT", "those with this in their title"), json,
        ]
    ) { arguments in
        let slug = try arguments.required("organization")
        let first = ContentQuery(
            type: try arguments["type"].map(checkedType), search: arguments["search"] ?? "", limit: AssetQuery.maximumLimit)
        let lines = try await Composition.use { library in
            let caller = try await library.commandLineCaller(in: slug)
            var query = first
            var lines: [ContentLine] = []
            repeat {
                let page = try await library.listContent(query, by: caller)
                lines += page.items.map(ContentLine.init)
                query.after = page.next
            } while query.after != nil
            return lines
        }
        if arguments.has("json") { return try Output.json(lines) }
        for line in lines { Output.line(line.text) }
    }

    private static let contentGet = Command(
        "content get", "Prints the body of a content item.", positional: ["TYPE", "ID"], options: [organization]
    ) { arguments in
        let slug = try arguments.required("organization")
        let type = try checkedType(arguments.positional[0])
        let reading = try await Composition.use { library in
            let caller = try await library.commandLineCaller(in: slug)
            return try await library.readContent(type, arguments.positional[1], by: caller) { $0.publicAddress }
        }
        Output.line(reading.body.hasSuffix("\n") ? String(reading.body.dropLast()) : reading.body)
    }

    private static let contentPut = Command(
        "content put", "Makes a content item or gives it another state, and finds the assets it names.",
        positional: ["TYPE", "ID", "FILE"],
        options: [
            organization, Option("title", "TEXT", "its title; needed when it is new"),
            Option("url", "ADDRESS", "where people find it"), Option("markdown", nil, "the body is Markdown, not JSON"),
            Option("revision", "N", "which state it is; an older one than the stored is refused"),
        ],
        details: [
            "FILE holds the body, and may be - for standard input. What can only be an asset and is none is told on standard error."
        ]
    ) { arguments in
        let slug = try arguments.required("organization")
        let type = try checkedType(arguments.positional[0])
        let body = try TextSource.read(arguments.positional[2], upTo: ContentItem.maximumBodyBytes)
        let saved = try await Composition.useWithMediaWorker { library in
            let caller = try await library.commandLineCaller(in: slug)
            let id = arguments.positional[1]
            let stored = try await library.storedContent(type, id, by: caller)
            let push = ContentPush(
                type, id, title: arguments["title"] ?? stored?.title ?? "", url: arguments["url"] ?? stored?.url, body: body,
                format: arguments.has("markdown") ? .markdown : .json, revision: try checkedRevision(arguments["revision"]))
            return try await library.saveContent(push, by: caller)
        }
        for reference in saved.unresolved { Output.error("there is no asset “\(reference)”") }
        Output.line("\(saved.item.id)")
    }

    private static let contentDelete = Command(
        "content delete", "Deletes a content item; the assets stay.", positional: ["TYPE", "ID"], options: [organization]
    ) { arguments in
        let slug = try arguments.required("organization")
        let type = try checkedType(arguments.positional[0])
        try await Composition.use { library in
            try await library.deleteContent(type, arguments.positional[1], by: try await library.commandLineCaller(in: slug))
        }
    }

    private static func checkedType(_ text: String) throws -> ContentType {
        guard let type = ContentType(checking: text) else {
            throw UsageError(reason: "a type is lower-case letters, digits, _ and -, not “\(text)”")
        }
        return type
    }

    private static func checkedRevision(_ text: String?) throws -> Int? {
        guard let text else { return nil }
        guard let revision = Int(text) else { throw UsageError(reason: "--revision is a whole number, not “\(text)”") }
        return revision
    }
}

extension MediaLibrary {
    fileprivate func storedContent(_ type: ContentType, _ id: String, by caller: Caller) async throws -> ContentItem? {
        do {
            return try await content(type, id, by: caller)
        } catch ContentError.notFound {
            return nil
        }
    }
}

/// A content item for machines.
private struct ContentLine: Encodable {
    let id: String
    let type: String
    let externalId: String
    let title: String
    let revision: Int
    let updatedAt: String
    let referenceCount: Int
    let brokenCount: Int

    init(_ listed: ListedContent) {
        id = listed.item.id.description
        type = listed.item.type.name
        externalId = listed.item.externalID
        title = listed.item.title
        revision = listed.item.revision
        updatedAt = listed.item.updatedAt.description
        referenceCount = listed.referenceCount
        brokenCount = listed.brokenCount
    }

    var text: String { [type, externalId, updatedAt, "\(referenceCount)", "\(brokenCount)", title].joined(separator: "\t") }
}
