internal import HTTPServer
internal import JSON
internal import Library
internal import Operations

/// `POST /organization/assets/bulk` (M57).
enum BulkRoutes {
    // Which capability it takes depends on the action.
    static let all = [Route(.post, "/organization/assets/bulk", .api(.read, change))]

    static let maximumIDs = 500

    @Sendable private static func change(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let request = try BulkRequest(json: try await exchange.jsonObject())
        let outcomes = try await exchange.library.changeAssets(request.ids, request.change, by: caller)
        for error in outcomes.compactMap(\.error) { exchange.logUnexpected(error) }
        return .json(BulkBody(results: outcomes.map { BulkResult($0, doneStatus: request.doneStatus) }))
    }
}

/// What is done in bulk, by the names clients use.
enum BulkAction: String, CaseIterable {
    case tag, untag, move, archive, restore, delete, purge
}

/// `{ids, action, …}`; which other fields there are is the action's.
private struct BulkRequest {
    let ids: [AssetID]
    let change: BulkChange
    /// What the request for one asset answers when it is done.
    let doneStatus: Int

    init(json: [String: JSONValue]) throws {
        var fields = JSONFields(json)
        ids = fields.assetIDs("ids")
        if fields.isMissing("action") { fields.refuse("action", "blank", "action is missing.") }
        let action = fields.choice("action", of: BulkAction.self)
        let folder = action == .move ? fields.folder("folderId") : nil
        if action == .move, folder == nil {
            fields.refuse("folderId", "blank", "folderId is missing; null moves assets out of every folder.")
        }
        let tags = action == .tag || action == .untag ? fields.tagNames("tags") : []
        let isForced = action == .delete && fields.flag("force")
        try fields.end()
        (change, doneStatus) =
            switch action {
            case .tag, nil: (.tag(tags), 200)
            case .untag: (.untag(tags), 200)
            case .move: (.move(try folder??.id), 200)
            case .archive: (.archive, 200)
            case .restore: (.restore, 200)
            case .delete: (.delete(isForced: isForced), 204)
            case .purge: (.purge, 204)
            }
    }
}

extension JSONFields {
    /// 1 to ``BulkRoutes/maximumIDs`` ids of assets, none twice.
    fileprivate mutating func assetIDs(_ name: String) -> [AssetID] {
        let isList = isList(name)
        let texts = strings(name)
        let ids = texts.compactMap { AssetID($0) }
        if ids.count < texts.count { refuse(name, "invalid", "\(name) is a list of the ids of assets.") }
        if isList, !(1...BulkRoutes.maximumIDs).contains(texts.count) {
            refuse(name, "out_of_range", "\(name) has 1 to \(BulkRoutes.maximumIDs) ids.")
        }
        if Set(ids).count < ids.count { refuse(name, "duplicate", "\(name) must not have an id twice.") }
        return ids
    }

    fileprivate mutating func tagNames(_ name: String) -> [String] {
        let isList = isList(name)
        let names = strings(name)
        if isList, names.isEmpty { refuse(name, "out_of_range", "\(name) has at least one tag.") }
        if names.contains(where: { $0.trimmedWhitespace.isEmpty }) { refuse(name, "blank", "A tag must not be empty.") }
        return names
    }
}

private struct BulkBody: Encodable {
    let results: [BulkResult]
}

/// How one asset came out of it; `code` and `detail` are those of the problem that the request for it alone would have had.
private struct BulkResult: Encodable {
    let id: String
    let status: Int
    let code: String?
    let detail: String?
    let usage: UsesBody?

    init(_ outcome: BulkOutcome, doneStatus: Int) {
        let problem = outcome.error.map { Problem($0) }
        id = outcome.id.description
        status = problem?.status ?? doneStatus
        code = problem?.code
        detail = problem?.detail
        usage = problem?.usage
    }
}
