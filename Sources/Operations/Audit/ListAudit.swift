internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// One page of the organization's audit log, newest first (M6).
    package func auditLog(_ query: AuditQuery, by caller: Caller) async throws -> AuditPage {
        try caller.require(.administer)
        let organization = caller.organization.id
        do {
            return try await database.read { transaction in
                let (records, hasMore) = try await transaction.history.list(query, in: organization)
                let total = try await transaction.history.boundedCount(query, in: organization)
                return AuditPage(
                    records: records, next: hasMore ? records.last?.number : nil,
                    total: total > AssetQuery.exactTotalLimit ? nil : total)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}
