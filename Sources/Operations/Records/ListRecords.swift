internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// One page of the organization's companies or people, each with its media (M40).
    package func listRecords(_ kind: RecordKind, _ query: RecordQuery, by caller: Caller) async throws -> RecordPage {
        try caller.require(.read)
        let organization = caller.organization.id
        do {
            return try await database.read { transaction in
                let (items, hasMore) = try await transaction.content.page(query, of: kind.contentType, in: organization)
                let media = try await transaction.usages.media(of: items, kind, in: organization)
                let count = try await transaction.content.boundedCount(kind.contentType, in: organization)
                return RecordPage(
                    records: items.map { Record(item: $0, media: media[$0.externalID] ?? []) },
                    next: hasMore ? items.last.map { RecordCursor(after: $0, in: query.sort) } : nil,
                    total: count > AssetQuery.exactTotalLimit ? nil : count)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}
