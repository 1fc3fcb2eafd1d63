internal import HTTPServer
internal import JSON
internal import Library
internal import Operations

/// The media of a company or a person: the relationship, and what it leads to (M40).
enum RecordMediaRoutes {
    static let all = RecordKind.allCases.flatMap(routes)

    private static func routes(_ kind: RecordKind) -> [Route] {
        let relationship = "\(kind.collection)/{id}/relationships/medias"
        return [
            Route(
                .get, "\(kind.collection)/{id}/medias", .api(.read) { try await related(kind, $0, $1) }, errors: .jsonAPI,
                door: .jsonAPI),
            Route(.get, relationship, .api(.read) { try await show(kind, $0, $1) }, errors: .jsonAPI, door: .jsonAPI),
            Route(.post, relationship, .api(.edit) { try await add(kind, $0, $1) }, errors: .jsonAPI, door: .jsonAPI),
            Route(.patch, relationship, .api(.edit) { try await replace(kind, $0, $1) }, errors: .jsonAPI, door: .jsonAPI),
            Route(.delete, relationship, .api(.edit) { try await remove(kind, $0, $1) }, errors: .jsonAPI, door: .jsonAPI),
        ]
    }

    private static func related(_ kind: RecordKind, _ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let query = try exchange.documentQuery(MediaQuery.one)
        try query.end()
        let record = try await exchange.library.record(try exchange.recordID(kind), kind, by: caller)
        let compound = MediaResourceRoutes.compound(record.media, query, exchange, caller)
        let address = "\(kind.address(of: record.item.id))/medias"
        return .document(compound.several(query, links: ["self": .string(address)]))
    }

    private static func show(_ kind: RecordKind, _ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        try exchange.documentQuery(DocumentQuery.Offer()).end()
        let record = try await exchange.library.record(try exchange.recordID(kind), kind, by: caller)
        var response = HTTPResponse.document(RecordResource.linkage(record, kind))
        response.headers.append(("ETag", record.item.entityTag))
        return response
    }

    private static func add(_ kind: RecordKind, _ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        try await change(kind, exchange, caller) { ids in .add(try ids.mediaIDs()) }
    }

    private static func replace(_ kind: RecordKind, _ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        try await change(kind, exchange, caller) { ids in .replace(try ids.mediaIDs()) }
    }

    /// What is not there need not be removed, nor be an id at all.
    private static func remove(_ kind: RecordKind, _ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        try await change(kind, exchange, caller) { ids in .remove(ids.compactMap { AssetID($0) }) }
    }

    private static func change(
        _ kind: RecordKind, _ exchange: Exchange, _ caller: Caller, _ change: ([String]) throws -> RecordMediaChange
    ) async throws -> HTTPResponse {
        try exchange.documentQuery(DocumentQuery.Offer()).end()
        let id = try exchange.recordID(kind)
        let media = try change(try await exchange.linkage(type: MediaResource.type))
        let record = try await exchange.library.editRecord(
            id, kind, RecordEdit(media: media), ifMatch: exchange.ifMatch, by: caller)
        var response = HTTPResponse.emptyDocument()
        response.headers.append(("ETag", record.item.entityTag))
        return response
    }
}
