internal import Database
package import Library

/// Content items; every query carries the organization (M1).
package struct ContentTable: Sendable {
    let transaction: any Transaction

    static let columns = SQL(
        "id, organization_id, type, external_id, title, url, body, format, revision, created_by, created_at, updated_at")

    package func insert(_ item: ContentItem) async throws {
        try await transaction.run(
            """
            INSERT INTO content_item (\(Self.columns), title_folded)
            VALUES (\(item.id), \(item.organizationID), \(item.type), \(item.externalID), \(item.title), \(item.url), \(item.body),
                \(item.format), \(item.revision), \(item.createdBy), \(item.createdAt), \(item.updatedAt), \(item.title.folded))
            """)
    }

    package func find(_ id: ContentItemID, _ type: ContentType, in organization: OrganizationID) async throws -> ContentItem? {
        try await transaction.row(
            """
            SELECT \(Self.columns) FROM content_item
            WHERE id = \(id) AND organization_id = \(organization) AND type = \(type)
            """
        ).map(ContentItem.init)
    }

    /// The item of any type, for what follows from its references.
    package func find(_ id: ContentItemID, in organization: OrganizationID) async throws -> ContentItem? {
        try await transaction.row(
            "SELECT \(Self.columns) FROM content_item WHERE id = \(id) AND organization_id = \(organization)"
        ).map(ContentItem.init)
    }

    /// The item that its own system calls `externalID`.
    package func find(_ type: ContentType, _ externalID: String, in organization: OrganizationID) async throws -> ContentItem? {
        guard externalID.isStorable else { return nil }
        return try await transaction.row(
            """
            SELECT \(Self.columns) FROM content_item
            WHERE organization_id = \(organization) AND type = \(type) AND external_id = \(externalID)
            """
        ).map(ContentItem.init)
    }

    /// Writes title, address and body; the revision is the item's.
    package func update(_ item: ContentItem, in organization: OrganizationID) async throws {
        try await transaction.run(
            """
            UPDATE content_item SET title = \(item.title), title_folded = \(item.title.folded), url = \(item.url), body = \(item.body),
                format = \(item.format), revision = \(item.revision), updated_at = \(item.updatedAt)
            WHERE id = \(item.id) AND organization_id = \(organization)
            """)
    }

    package func delete(_ id: ContentItemID, in organization: OrganizationID) async throws {
        try await transaction.run("DELETE FROM content_item WHERE id = \(id) AND organization_id = \(organization)")
    }

    /// One page, newest first, of those that are older than `after`; one more than `limit` says that more follow.
    package func list(
        _ type: ContentType, after: ContentPosition? = nil, limit: Int, in organization: OrganizationID
    ) async throws -> [ContentItem] {
        let rest: SQL = after.map { "AND (created_at, id) < (\($0.createdAt), \($0.id))" } ?? ""
        return try await transaction.rows(
            """
            SELECT \(Self.columns) FROM content_item WHERE organization_id = \(organization) AND type = \(type) \(rest)
            ORDER BY created_at DESC, id DESC LIMIT \(limit)
            """
        ).map(ContentItem.init)
    }
}

extension ContentItem {
    init(_ row: Row) throws {
        self.init(
            id: try row.get("id"), organizationID: try row.get("organization_id"), type: try row.get("type"),
            externalID: try row.get("external_id"), title: try row.get("title"), url: try row.get("url"),
            body: try row.get("body"), format: try row.get("format"), revision: try row.get("revision"),
            createdBy: try row.get("created_by"), createdAt: try row.get("created_at"), updatedAt: try row.get("updated_at"))
    }
}
