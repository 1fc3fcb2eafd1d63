internal import Cryptography
internal import HTTPServer
internal import Library
internal import Operations

/// `/organization/audit` (M6).
enum AuditRoutes {
    static let all = [Route(.get, "/organization/audit", .api(.administer, list))]

    @Sendable private static func list(_ exchange: Exchange, _ caller: Caller) async throws -> HTTPResponse {
        let page = try await exchange.library.auditLog(try AuditQuery(try exchange.query()), by: caller)
        return HTTPResponse.json(
            KeysetList(items: page.records.map(AuditBody.init), nextCursor: page.next.map(AuditCursor.text), total: page.total))
    }
}

extension AuditQuery {
    /// Reads `subject`, `user`, `action`, `limit` and `cursor`; the API and the page take the same.
    init(_ query: QueryParameters, andIgnoring others: Set<String> = []) throws(RequestError) {
        let parameters = try KeysetParameters(query, filters: others.union(["subject", "user", "action"]))
        self.init(
            subject: try parameters.filter("subject", accepts: "the id of an asset or other subject") { ID<AuditEntry>($0) },
            user: try parameters.filter("user", accepts: "the id of a user") { UserID($0) },
            action: try parameters.filter("action", accepts: "what an action begins with, such as asset.") {
                String($0.prefix(100))
            },
            before: try parameters.position(AuditCursor.number), limit: parameters.limit)
    }
}

/// Cursors of the audit log as clients carry them.
enum AuditCursor {
    static func text(_ number: Int64) -> String { Base64URL.encode(Array("a\(number)".utf8)) }

    static func number(_ text: String) -> Int64? {
        guard let bytes = Base64URL.decode(text), let plain = String(validating: bytes, as: UTF8.self), plain.hasPrefix("a")
        else { return nil }
        return Int64(plain.dropFirst())
    }
}

/// An entry of the log; absent values are written as null.
private struct AuditBody: Encodable {
    private struct Change: Encodable {
        let change: AuditChange

        private enum Key: String, CodingKey { case field, before, after }

        func encode(to encoder: any Encoder) throws {
            var body = encoder.container(keyedBy: Key.self)
            try body.encode(change.field, forKey: .field)
            try body.encode(change.before, forKey: .before)
            try body.encode(change.after, forKey: .after)
        }
    }

    private let record: AuditRecord

    init(_ record: AuditRecord) { self.record = record }

    private enum Key: String, CodingKey {
        case id, at, action, subjectId, subjectName, userId, userEmail, tokenName, door, changes
    }

    func encode(to encoder: any Encoder) throws {
        var body = encoder.container(keyedBy: Key.self)
        try body.encode("\(record.number)", forKey: .id)
        try body.encode(record.at.description, forKey: .at)
        try body.encode(record.action, forKey: .action)
        try body.encode(record.subjectID.description, forKey: .subjectId)
        try body.encode(record.subjectName, forKey: .subjectName)
        try body.encode(record.userID?.description, forKey: .userId)
        try body.encode(record.userEmail, forKey: .userEmail)
        try body.encode(record.tokenName, forKey: .tokenName)
        try body.encode(record.door.rawValue, forKey: .door)
        try body.encode(record.changes.map(Change.init), forKey: .changes)
    }
}
