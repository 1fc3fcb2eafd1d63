internal import Database
package import Library

extension HistoryTable {
    /// One page of the audit log, newest first, with one more entry than asked to know whether a next page exists.
    package func list(
        _ query: AuditQuery, in organization: OrganizationID
    ) async throws -> (records: [AuditRecord], hasMore: Bool) {
        var filter = filter(query, in: organization)
        if let before = query.before { filter += " AND number < \(before)" }
        var records = try await transaction.rows(
            """
            SELECT number, audit_entry.at AS at, action, subject_id, subject_name, door, audit_entry.user_id AS user_id, email,
                api_token.name AS token_name
            FROM audit_entry
            LEFT JOIN app_user ON app_user.id = audit_entry.user_id
            LEFT JOIN api_token ON api_token.id = audit_entry.token_id AND api_token.organization_id = audit_entry.organization_id
            WHERE \(filter) ORDER BY number DESC LIMIT \(query.limit + 1)
            """
        ).map(AuditRecord.init)
        let hasMore = records.count > query.limit
        records = Array(records.prefix(query.limit))
        try await fillChanges(of: &records, in: organization)
        return (records, hasMore)
    }

    /// How many entries match, counting no further than one past ``AssetQuery/exactTotalLimit``.
    package func boundedCount(_ query: AuditQuery, in organization: OrganizationID) async throws -> Int {
        let limit = AssetQuery.exactTotalLimit + 1
        return try await transaction.row(
            """
            SELECT COUNT(*) AS total
            FROM (SELECT 1 FROM audit_entry WHERE \(filter(query, in: organization)) LIMIT \(limit)) AS bounded
            """
        ).map { try $0.get("total") } ?? 0
    }

    private func filter(_ query: AuditQuery, in organization: OrganizationID) -> SQL {
        var sql: SQL = "audit_entry.organization_id = \(organization)"
        if let subject = query.subject { sql += " AND subject_id = \(subject)" }
        if let user = query.user { sql += " AND audit_entry.user_id = \(user)" }
        if let action = query.action {
            // No action holds a NUL, which PostgreSQL would not take.
            sql +=
                action.isStorable
                ? " AND SUBSTR(action, 1, CAST(\(action.unicodeScalars.count) AS INTEGER)) = \(action)" : " AND 1 = 0"
        }
        return sql
    }

    private func fillChanges(of records: inout [AuditRecord], in organization: OrganizationID) async throws {
        if records.isEmpty { return }
        let rows = try await transaction.rows(
            """
            SELECT entry, field, before_value, after_value FROM audit_change
            JOIN audit_entry ON number = entry AND organization_id = \(organization)
            WHERE entry IN (\(SQL.list(records.map(\.number)))) ORDER BY entry, field
            """)
        var changes: [Int64: [AuditChange]] = [:]
        for row in rows {
            let change = AuditChange(
                try row.get("field"), try row.get("before_value"), try row.get("after_value"))
            changes[try row.get("entry", as: Int64.self), default: []].append(change)
        }
        for index in records.indices { records[index].changes = changes[records[index].number] ?? [] }
    }
}

extension AuditRecord {
    fileprivate init(_ row: Row) throws {
        self.init(
            number: try row.get("number"), at: try row.get("at"), action: try row.get("action"),
            subjectID: try row.get("subject_id"), subjectName: try row.get("subject_name"), door: try row.get("door"),
            userID: try row.get("user_id"), userEmail: try row.get("email"), tokenName: try row.get("token_name"))
    }
}
