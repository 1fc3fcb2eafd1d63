internal import Cryptography
internal import HTTPServer
internal import JSON
internal import Library
internal import Operations

/// `/organization/assets/{id}/usage`, `/attach` and `/detach` (M35, M37).
enum UsageRoutes {
    static let all = [
        Route(.get, "/organization/assets/{id}/usage", .api(.read, list)),
        Route(.post, "/organization/assets/{id}/attach", .api(.edit, attach), repeatable: .byAnswer),
        Route(.post, "/organization/assets/{id}/detach", .api(.edit, detach)),
    ]

    @Sendable private static func list(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let id = try exchange.assetID()
        let parameters = try KeysetParameters(try exchange.query())
        let page = try await exchange.library.listUsages(
            of: id, after: try parameters.position(UsagePosition.init), limit: parameters.limit, by: caller)
        return .json(
            KeysetList(items: page.usages.map(UsageBody.init), nextCursor: page.next?.text, total: page.total))
    }

    @Sendable private static func attach(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let id = try exchange.assetID()
        let place = try UsagePlace(json: try await exchange.jsonObject())
        let (usage, isNew) = try await exchange.library.attachAsset(id, at: place, by: caller)
        return .json(UsageBody(usage), status: isNew ? 201 : 200)
    }

    @Sendable private static func detach(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let id = try exchange.assetID()
        let place = try UsagePlace(json: try await exchange.jsonObject())
        try await exchange.library.detachAsset(id, from: place, by: caller)
        return .noContent()
    }
}

extension UsagePlace {
    /// `{targetType, targetId, slotType, slotKey?, position?}`; throws with everything that is wrong with it.
    fileprivate init(json: [String: JSONValue]) throws {
        var fields = JSONFields(json)
        let (targetType, targetID) = (fields.string("targetType"), fields.string("targetId"))
        let (slotType, slotKey) = (fields.string("slotType"), fields.optionalString("slotKey"))
        let position = fields.optionalInteger("position")
        do {
            self = try UsagePlace.checked(
                targetType: targetType, targetID: targetID, slotType: slotType, slotKey: slotKey, position: position)
        } catch {
            // What is missing or of another type is told so, and not as blank too.
            let told = Set(fields.remainingProblems().map(\.field))
            for problem in error.fields where !told.contains(problem.field) {
                fields.refuse(problem.field, problem.code, problem.detail)
            }
            try fields.end()
            throw error
        }
        try fields.end()
    }
}

/// One usage; absent values are written as null.
struct UsageBody: Encodable, Sendable {
    let placed: PlacedUsage

    init(_ placed: PlacedUsage) { self.placed = placed }

    private enum Key: String, CodingKey {
        case id, targetType, targetId, targetTitle, targetUrl, slotType, slotKey, position, origin, createdAt
    }

    func encode(to encoder: any Encoder) throws {
        let usage = placed.usage
        var body = encoder.container(keyedBy: Key.self)
        try body.encode(usage.id.description, forKey: .id)
        try body.encode(usage.target.type.name, forKey: .targetType)
        try body.encode(usage.target.externalID, forKey: .targetId)
        try body.encode(placed.title, forKey: .targetTitle)
        try body.encode(placed.url, forKey: .targetUrl)
        try body.encode(usage.slotType, forKey: .slotType)
        try body.encode(usage.slotKey, forKey: .slotKey)
        try body.encode(usage.position, forKey: .position)
        try body.encode(usage.origin.rawValue, forKey: .origin)
        try body.encode(usage.createdAt.description, forKey: .createdAt)
    }
}

/// Cursors of a list of usages as clients carry them.
extension UsagePosition {
    var text: String { Base64URL.encode(Array("u\(id)\(createdAt.microseconds)".utf8)) }

    init?(_ text: String) {
        guard let bytes = Base64URL.decode(text), let plain = String(validating: bytes, as: UTF8.self), plain.hasPrefix("u"),
            let id = UsageID(String(plain.dropFirst().prefix(36))), let moment = Int64(plain.dropFirst(37))
        else { return nil }
        self.init(createdAt: Timestamp(microseconds: moment), id: id)
    }
}
