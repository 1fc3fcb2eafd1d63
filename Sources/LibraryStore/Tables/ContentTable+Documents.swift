internal import Database
package import Library

/// Markdown documents (M44).
extension ContentTable {
    /// How many items of a type there are.
    package func count(_ type: ContentType, in organization: OrganizationID) async throws -> Int {
        try await transaction.value(
            "SELECT COUNT(*) FROM content_item WHERE organization_id = \(organization) AND type = \(type)") ?? 0
    }

    /// One page of documents, newest first, without their texts; one more than asked says that more follow.
    package func documents(_ query: DocumentSearch, in organization: OrganizationID) async throws -> [ContentItem] {
        try await transaction.rows(
            """
            SELECT id, organization_id, type, external_id, title, url, '' AS body, format, revision, created_by, created_at, updated_at
            FROM content_item
            WHERE organization_id = \(organization) AND type = \(ContentType.document) \(matches(query.search.folded))
            ORDER BY created_at DESC, id DESC LIMIT \(query.limit + 1) OFFSET \((query.page - 1) * query.limit)
            """
        ).map(ContentItem.init)
    }

    /// Those with `text`, which is folded, in their title.
    func matches(_ text: String) -> SQL {
        if text.isEmpty { return "" }
        // No title holds a NUL, and PostgreSQL takes none.
        guard text.isStorable else { return "AND 1 = 0" }
        let pattern = "%" + text.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_") + "%"
        return "AND title_folded LIKE \(pattern) ESCAPE '\\'"
    }
}
