internal import HTTPServer
internal import JSON
internal import Library
internal import Operations

/// `/v1/companies` and `/v1/people` (M40).
enum RecordRoutes {
    static let all = RecordKind.allCases.flatMap(routes)

    private static func routes(_ kind: RecordKind) -> [Route] {
        let one = "\(kind.collection)/{id}"
        return [
            Route(.get, kind.collection, .api(.read) { try await list(kind, $0, $1) }, errors: .jsonAPI, door: .jsonAPI),
            Route(
                .post, kind.collection, .api(.edit) { try await create(kind, $0, $1) }, errors: .jsonAPI,
                repeatable: .bySubject { try await created(kind, $0, $1, $2) }, door: .jsonAPI),
            Route(.get, one, .api(.read) { try await show(kind, $0, $1) }, errors: .jsonAPI, door: .jsonAPI),
            Route(.patch, one, .api(.edit) { try await edit(kind, $0, $1) }, errors: .jsonAPI, door: .jsonAPI),
            Route(.delete, one, .api(.delete) { try await delete(kind, $0, $1) }, errors: .jsonAPI, door: .jsonAPI),
        ]
    }

    private static func list(_ kind: RecordKind, _ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        var query = try exchange.documentQuery(kind.list)
        let records = kind.records(&query)
        try query.end()
        let page = try await exchange.library.listRecords(kind, records, by: caller)
        return exchange.page(
            compound(page.records, kind, query, exchange, caller), query, next: page.next?.text, total: page.total)
    }

    private static func show(_ kind: RecordKind, _ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let query = try exchange.documentQuery(kind.one)
        try query.end()
        let record = try await exchange.library.record(try exchange.recordID(kind), kind, by: caller)
        return answer(record, kind, query, exchange, caller)
    }

    private static func create(_ kind: RecordKind, _ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let query = try exchange.documentQuery(kind.one)
        try query.end()
        let document = try await exchange.resourceDocument(type: kind.rawValue, id: nil)
        let record = try await document.pointing {
            let (name, media) = try RecordDocument.new(document)
            return try await exchange.library.createRecord(kind, named: name, media: media, by: caller)
        }
        return made(record, kind, query, exchange, caller)
    }

    private static func created(
        _ kind: RecordKind, _ exchange: Exchange, _ caller: Caller, _ subject: SubjectID
    ) async throws -> HTTPResponse {
        let query = try exchange.documentQuery(kind.one)
        let record = try await exchange.library.record(ContentItemID(rawValue: subject.rawValue), kind, by: caller)
        return made(record, kind, query, exchange, caller)
    }

    private static func made(
        _ record: Record, _ kind: RecordKind, _ query: DocumentQuery, _ exchange: Exchange, _ caller: Caller
    ) -> HTTPResponse {
        var response = answer(record, kind, query, exchange, caller, status: 201)
        response.headers.append(("Location", kind.address(of: record.item.id)))
        return response
    }

    private static func edit(_ kind: RecordKind, _ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let query = try exchange.documentQuery(kind.one)
        try query.end()
        let id = try exchange.recordID(kind)
        let document = try await exchange.resourceDocument(type: kind.rawValue, id: id.description)
        let record = try await document.pointing {
            var current: [String: JSONValue] = [:]
            if document.gives(anyOf: RecordResource.computed) {
                let record = try await exchange.library.record(id, kind, by: caller)
                current = RecordResource.resource(record, kind, exchange).attributes
            }
            let edit = try RecordDocument.edit(document, as: current)
            return try await exchange.library.editRecord(id, kind, edit, ifMatch: exchange.ifMatch, by: caller)
        }
        return answer(record, kind, query, exchange, caller)
    }

    private static func delete(_ kind: RecordKind, _ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        try exchange.documentQuery(DocumentQuery.Offer()).end()
        try await exchange.library.deleteRecord(
            try exchange.recordID(kind), kind, ifMatch: exchange.ifMatch, by: caller)
        return .emptyDocument()
    }

    private static func answer(
        _ record: Record, _ kind: RecordKind, _ query: DocumentQuery, _ exchange: Exchange, _ caller: Caller,
        status: Int = 200
    ) -> HTTPResponse {
        let compound = compound([record], kind, query, exchange, caller)
        var response = HTTPResponse.document(
            compound.one(query, at: kind.address(of: record.item.id)), status: status)
        response.headers.append(("ETag", record.item.entityTag))
        return response
    }

    private static func compound(
        _ records: [Record], _ kind: RecordKind, _ query: DocumentQuery, _ exchange: Exchange, _ caller: Caller
    ) -> Compound {
        var included: [Resource] = []
        if query.include.contains("medias") {
            var seen: Set<AssetID> = []
            for asset in records.flatMap(\.media) where seen.insert(asset.id).inserted {
                included.append(MediaResource.resource(asset, exchange, caller))
            }
        }
        return Compound(primary: records.map { RecordResource.resource($0, kind, exchange) }, included: included)
    }
}
