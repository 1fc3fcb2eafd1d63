internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// What content names of this library and does not find, item by item.
    package func listBrokenReferences(
        after position: BrokenReferencePosition? = nil, limit: Int = AssetQuery.defaultLimit, by caller: Caller
    ) async throws -> BrokenReferencePage {
        try caller.require(.read)
        let organization = caller.organization.id
        do {
            return try await database.read { transaction in
                let found = try await transaction.references.broken(after: position, limit: limit + 1, in: organization)
                let total = try await transaction.references.brokenCount(in: organization)
                let shown = Array(found.prefix(limit))
                return BrokenReferencePage(
                    references: shown, next: found.count > limit ? shown.last?.position : nil,
                    total: total > AssetQuery.exactTotalLimit ? nil : total)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}
