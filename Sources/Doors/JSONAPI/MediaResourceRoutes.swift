internal import HTTPServer
internal import JSON
internal import Library
internal import Operations

/// `/v1/medias` (001, M54).
enum MediaResourceRoutes {
    static let all = [
        Route(.get, "/v1/medias", .api(.read, list), errors: .jsonAPI, door: .jsonAPI),
        Route(
            .post, "/v1/medias", .api(.upload, create), errors: .jsonAPI, repeatable: .bySubject(created), door: .jsonAPI),
        Route(.get, "/v1/medias/{id}", .api(.read, show), errors: .jsonAPI, door: .jsonAPI),
        Route(.patch, "/v1/medias/{id}", .api(.edit, edit), errors: .jsonAPI, door: .jsonAPI),
        Route(.delete, "/v1/medias/{id}", .api(.delete, delete), errors: .jsonAPI, door: .jsonAPI),
    ]

    @Sendable private static func list(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        var query = try exchange.documentQuery(MediaQuery.list)
        let assets = MediaQuery.assets(&query)
        try query.end()
        let page = try await exchange.library.listAssets(assets, by: caller)
        return exchange.page(
            compound(page.assets, query, exchange, caller), query, next: page.next?.text, total: page.total)
    }

    @Sendable private static func create(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let query = try exchange.documentQuery(MediaQuery.one)
        try query.end()
        let document = try await exchange.resourceDocument(type: MediaResource.type, id: nil)
        let outcome = try await document.pointing {
            try await MediaCreation(document, caller).make(in: exchange.library, by: caller)
        }
        var response = made(outcome.asset, query, exchange, caller, status: outcome.isNew ? 201 : 200)
        if let id = outcome.duplicateOf { response.headers.append((Problem.duplicateHeader, "\(id)")) }
        return response
    }

    @Sendable private static func created(
        _ exchange: Exchange, _ caller: Caller, _ subject: SubjectID
    ) async throws -> HTTPResponse {
        let query = try exchange.documentQuery(MediaQuery.one)
        let asset = try await exchange.library.asset(AssetID(rawValue: subject.rawValue), by: caller)
        return made(asset, query, exchange, caller, status: 201)
    }

    private static func made(
        _ asset: Asset, _ query: DocumentQuery, _ exchange: Exchange, _ caller: Caller, status: Int
    ) -> HTTPResponse {
        var response = answer(asset, query, exchange, caller, status: status)
        if status == 201 { response.headers.append(("Location", MediaResource.address(of: asset.id))) }
        return response
    }

    @Sendable private static func show(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let query = try exchange.documentQuery(MediaQuery.one)
        try query.end()
        return answer(try await exchange.library.asset(try exchange.assetID(), by: caller), query, exchange, caller)
    }

    @Sendable private static func edit(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let query = try exchange.documentQuery(MediaQuery.one)
        try query.end()
        let id = try exchange.assetID()
        let document = try await exchange.resourceDocument(type: MediaResource.type, id: id.description)
        let asset = try await document.pointing {
            var current: [String: JSONValue] = [:]
            if document.gives(anyOf: MediaResource.computed) {
                let asset = try await exchange.library.asset(id, by: caller)
                current = MediaResource.resource(asset, exchange, caller).attributes
            }
            let edit = try MediaDocument.edit(document, as: current, caller)
            return try await exchange.library.editAsset(id, edit, ifMatch: exchange.ifMatch, by: caller)
        }
        return answer(asset, query, exchange, caller)
    }

    @Sendable private static func delete(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        try exchange.documentQuery(DocumentQuery.Offer()).end()
        try await exchange.library.deleteAsset(
            try exchange.assetID(), ifMatch: exchange.ifMatch, by: caller)
        return .emptyDocument()
    }

    /// One media, with the `ETag` to change it by.
    static func answer(
        _ asset: Asset, _ query: DocumentQuery, _ exchange: Exchange, _ caller: Caller, status: Int = 200
    ) -> HTTPResponse {
        let compound = compound([asset], query, exchange, caller)
        var response = HTTPResponse.document(
            compound.one(query, at: MediaResource.address(of: asset.id)), status: status)
        response.headers.append(("ETag", asset.entityTag))
        return response
    }

    static func compound(
        _ assets: [Asset], _ query: DocumentQuery, _ exchange: Exchange, _ caller: Caller
    ) -> Compound {
        Compound(
            primary: assets.map { MediaResource.resource($0, exchange, caller) },
            included: query.include.contains("workspace") && !assets.isEmpty
                ? [WorkspaceResource.resource(caller.organization)] : [])
    }
}
