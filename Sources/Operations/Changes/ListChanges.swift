internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// What happened to the organization's assets after `sequence`, oldest first; 0 is the beginning.
    ///
    /// Whoever applies each page and asks again after its ``ChangePage/next`` ends with the library as it is: an entry tells of its asset
    /// as it is now, and what happened to that since has an entry of its own further on.
    package func changes(after sequence: Int64, limit: Int, by caller: Caller) async throws -> ChangePage {
        try caller.require(.read)
        let organization = caller.organization.id
        do {
            return try await database.read { transaction in
                let (changes, hasMore) = try await transaction.history.changes(after: sequence, limit: limit, in: organization)
                return ChangePage(changes: changes, next: changes.last?.sequence ?? sequence, hasMore: hasMore)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}
