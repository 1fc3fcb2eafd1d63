internal import Cryptography
internal import HTTPServer
internal import JSON
internal import Library
internal import Operations

/// `/organization/content`: what can use assets, as its own system pushes it (M36).
enum ContentRoutes {
    static let all = [
        Route(.get, "/organization/content", .api(.read, list)),
        Route(.get, "/organization/content/{type}/{externalId}", .api(.read, show)),
        Route(.put, "/organization/content/{type}/{externalId}", .api(.edit, save)),
        Route(.delete, "/organization/content/{type}/{externalId}", .api(.edit, delete)),
    ]

    @Sendable private static func list(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let query = try exchange.query()
        let parameters = try KeysetParameters(query, filters: ["type", "q"])
        let type = try parameters.filter("type", accepts: "the name of a type of content") { ContentType(checking: $0) }
        let page = try await exchange.library.listContent(
            ContentQuery(
                type: type, search: query["q"] ?? "", after: try parameters.position(ContentPosition.init),
                limit: parameters.limit), by: caller)
        return .json(
            KeysetList(items: page.items.map(ListedContentBody.init), nextCursor: page.next?.text, total: page.total))
    }

    @Sendable private static func show(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let (type, id) = try exchange.contentName()
        let addresses = AssetAddresses(exchange)
        let reading = try await exchange.library.readContent(type, id, by: caller) { addresses.address(of: $0) }
        return ContentBody(reading, addresses).response()
    }

    @Sendable private static func save(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let push = try ContentPush(exchange.parameters, try await exchange.jsonDocument(upTo: maximumBytes))
        let saved = try await exchange.library.saveContent(push, ifMatch: exchange.ifMatch, by: caller)
        let addresses = AssetAddresses(exchange)
        let reading = try await exchange.library.reading(of: saved.item, by: caller) { addresses.address(of: $0) }
        return ContentBody(reading, addresses).response(status: saved.isNew ? 201 : 200)
    }

    @Sendable private static func delete(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let (type, id) = try exchange.contentName()
        try await exchange.library.deleteContent(type, id, ifMatch: exchange.ifMatch, by: caller)
        return .noContent()
    }

    /// A body at its largest, and what stands around it.
    private static let maximumBytes = ContentItem.maximumBodyBytes + (1 << 20)
}

extension Exchange {
    /// What the path names; a malformed type is as unknown as a missing item (M2).
    func contentName() throws(ContentError) -> (type: ContentType, externalID: String) {
        guard let type = parameters["type"].flatMap({ ContentType(checking: $0) }), let id = parameters["externalId"] else {
            throw .notFound
        }
        return (type, id)
    }

    /// The body as a JSON object that keeps how it is written; throws what is wrong with it.
    func jsonDocument(upTo limit: Int) async throws -> JSONDocument {
        try checkIsJSON()
        let bytes = try await wholeBody(upTo: limit)
        let document: JSONDocument
        do {
            document = try JSONDocument(bytes)
        } catch {
            throw RequestError.malformedBody("it is not JSON: \(error.reason), at byte \(error.offset)")
        }
        guard case .object = document.value else { throw RequestError.malformedBody("it is not a JSON object") }
        return document
    }
}

extension ContentPush {
    /// `{title, url?, body?, revision?}`; throws with everything that is wrong with it.
    fileprivate init(_ path: PathParameters, _ document: JSONDocument) throws {
        guard case .object(let members) = document.value else { throw RequestError.malformedBody("it is not a JSON object") }
        var fields = JSONFields(members)
        let type = path["type"].flatMap { ContentType(checking: $0) }
        if type == nil {
            fields.refuse("type", "invalid", "A type is at most 64 lower-case letters, digits, _ and -, a letter first.")
        }
        self.init(
            type ?? .page, path["externalId"] ?? "", title: fields.string("title"), url: fields.optionalString("url"),
            revision: fields.optionalInteger("revision"))
        switch fields.value("body") {
        case .null: break
        case .string(let markdown): (body, format) = (markdown, .markdown)
        default: body = document.source(of: "body") ?? ""
        }
        let told = Set(fields.remainingProblems().map(\.field))
        do {
            _ = try checked()
        } catch {
            for problem in error.fields where !told.contains(problem.field) {
                fields.refuse(problem.field, problem.code, problem.detail)
            }
        }
        try fields.end()
    }
}

/// Cursors of the list as clients carry them.
extension ContentPosition {
    var text: String { Base64URL.encode(Array("c\(id)\(createdAt.microseconds)".utf8)) }

    init?(_ text: String) {
        guard let bytes = Base64URL.decode(text), let plain = String(validating: bytes, as: UTF8.self), plain.hasPrefix("c"),
            let id = ContentItemID(String(plain.dropFirst().prefix(36))), let moment = Int64(plain.dropFirst(37))
        else { return nil }
        self.init(createdAt: Timestamp(microseconds: moment), id: id)
    }
}
