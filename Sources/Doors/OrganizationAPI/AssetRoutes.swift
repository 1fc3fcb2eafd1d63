internal import HTTPServer
internal import Library
internal import Operations

/// `/organization/assets` (003).
enum AssetRoutes {
    static let all = [
        Route(.get, "/organization/assets", .api(.read, list)),
        Route(.post, "/organization/assets", .api(.upload, upload), repeatable: .bySubject(uploaded)),
        Route(.get, "/organization/assets/storage", .api(.read, storage)),
        Route(.get, "/organization/assets/{id}", .api(.read, show)),
        Route(.patch, "/organization/assets/{id}", .api(.edit, edit)),
        Route(.put, "/organization/assets/{id}", .api(.edit, edit)),
        Route(.delete, "/organization/assets/{id}", .api(.delete, delete)),
        Route(.post, "/organization/assets/{id}/archive", .api(.edit, archive)),
        // Which of the capabilities to edit and to delete it takes depends on where the asset is.
        Route(.post, "/organization/assets/{id}/restore", .api(.read, restore)),
        Route(.post, "/organization/assets/{id}/purge", .api(.purge, purge)),
        Route(.post, "/organization/assets/{id}/replace", .api(.upload, replace)),
    ]

    private struct ListBody: Encodable {
        let items: [AssetBody]
        let nextCursor: String?
        let total: Int?
        let totalIsExact: Bool

        enum Key: String, CodingKey { case items, nextCursor, total, totalIsExact }

        func encode(to encoder: any Encoder) throws {
            var body = encoder.container(keyedBy: Key.self)
            try body.encode(items, forKey: .items)
            try body.encode(nextCursor, forKey: .nextCursor)
            try body.encode(total, forKey: .total)
            try body.encode(totalIsExact, forKey: .totalIsExact)
        }
    }

    @Sendable private static func list(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let query = try AssetListParameters.parse(try exchange.query())
        let page = try await exchange.library.listAssets(query, by: caller)
        return HTTPResponse.json(
            ListBody(
                items: page.assets.map { AssetBody($0, exchange) }, nextCursor: page.next?.text, total: page.total,
                totalIsExact: page.total != nil))
    }

    @Sendable private static func upload(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let type = exchange.request.headers["content-type"]?.lowercased() ?? ""
        let outcome: UploadOutcome
        if type.hasPrefix("application/json") {
            outcome = try await AssetCreation.receive(exchange, by: caller)
        } else if type.hasPrefix("multipart/form-data") {
            outcome = try await AssetUpload.receive(exchange, by: caller)
        } else {
            throw RequestError.unsupportedMediaType(accepted: "multipart/form-data with a part “file”, or as application/json")
        }
        var response = outcome.isNew ? created(outcome.asset, exchange) : answer(outcome.asset, exchange)
        if let id = outcome.duplicateOf { response.headers.append((Problem.duplicateHeader, "\(id)")) }
        return response
    }

    @Sendable private static func uploaded(
        _ exchange: Exchange, _ caller: Caller, _ subject: SubjectID
    ) async throws -> HTTPResponse {
        created(try await exchange.library.asset(AssetID(rawValue: subject.rawValue), by: caller), exchange)
    }

    private static func created(_ asset: Asset, _ exchange: Exchange) -> HTTPResponse {
        var response = HTTPResponse.json(AssetBody(asset, exchange), status: 201)
        response.headers += [("Location", "/organization/assets/\(asset.id)"), ("ETag", asset.entityTag)]
        return response
    }

    @Sendable private static func show(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        answer(try await exchange.library.asset(try exchange.assetID(), by: caller), exchange)
    }

    @Sendable private static func edit(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let id = try exchange.assetID()
        let references = try exchange.renameReferences()
        let edit = try AssetEdit(json: try await exchange.jsonObject())
        let asset = try await exchange.library.editAsset(id, edit, ifMatch: exchange.ifMatch, by: caller)
        if edit.logicalPath == nil { return answer(asset, exchange) }
        let headers = try await exchange.followRename(of: asset, references, by: caller)
        // Its number of usages may have changed with them.
        var response = answer(try await exchange.library.asset(id, by: caller), exchange)
        response.headers += headers.map { ($0.name, $0.value) }
        return response
    }

    @Sendable private static func delete(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let isForced = try exchange.isForced()
        try await exchange.library.deleteAsset(
            try exchange.assetID(), isForced: isForced, ifMatch: exchange.ifMatch, by: caller)
        return .noContent()
    }

    @Sendable private static func archive(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let id = try exchange.assetID()
        return answer(
            try await exchange.library.archiveAsset(id, ifMatch: exchange.ifMatch, by: caller), exchange)
    }

    @Sendable private static func restore(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let id = try exchange.assetID()
        return answer(
            try await exchange.library.restoreAsset(id, ifMatch: exchange.ifMatch, by: caller), exchange)
    }

    @Sendable private static func purge(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        try await exchange.library.purgeAsset(
            try exchange.assetID(), ifMatch: exchange.ifMatch, by: caller)
        return .noContent()
    }

    @Sendable private static func replace(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        answer(try await AssetReplacement.receive(exchange, by: caller), exchange)
    }

    @Sendable private static func storage(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        HTTPResponse.json(StorageBody(try await exchange.library.storageSummary(by: caller)))
    }

    static func answer(_ asset: Asset, _ exchange: Exchange) -> HTTPResponse {
        var response = HTTPResponse.json(AssetBody(asset, exchange))
        response.headers.append(("ETag", asset.entityTag))
        return response
    }
}

extension Exchange {
    /// Reads `force`, the only parameter a deletion has.
    func isForced() throws -> Bool {
        var fields = QueryFields(try query())
        let isForced = fields.flag("force")
        try fields.end()
        return isForced
    }
}

/// `GET /organization/assets/storage` (M47).
private struct StorageBody: Encodable {
    let totalBytes: Int64
    let bytesByKind: [String: Int64]
    let internalBytes: Int64
    let archivedBytes: Int64
    let trashedBytes: Int64
    let reservedBytes: Int64
    let externalAssetCount: Int
    let limitBytes: Int64
    let maxFileBytes: Int64

    init(_ summary: StorageSummary) {
        totalBytes = summary.internalBytes
        bytesByKind = Dictionary(uniqueKeysWithValues: AssetKind.allCases.map { ($0.rawValue, summary.bytesByKind[$0] ?? 0) })
        internalBytes = summary.internalBytes
        archivedBytes = summary.archivedBytes
        trashedBytes = summary.trashedBytes
        reservedBytes = summary.reservedBytes
        externalAssetCount = summary.externalAssetCount
        limitBytes = summary.limitBytes
        maxFileBytes = summary.maxFileBytes
    }
}
