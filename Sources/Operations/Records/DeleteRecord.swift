internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Deletes a company or a person; its media stay in the library, used in one place less (M40).
    ///
    /// Throws ``RecordError`` `notFound`, and `changedMeanwhile` when `entityTag`, the `If-Match` of the request, names another state.
    package func deleteRecord(
        _ id: ContentItemID, _ kind: RecordKind, ifMatch entityTag: String? = nil, by caller: Caller
    ) async throws {
        try caller.require(.delete)
        let organization = caller.organization.id
        let now = now
        do {
            try await database.write { transaction in
                try await transaction.organizations.lock(organization)
                let item = try await transaction.content.existing(id, kind, ifMatch: entityTag, in: organization)
                _ = try await transaction.changeMedia(.replace([]), of: item, kind, by: caller, at: now)
                try await transaction.removeUsages(in: item, at: now)
                try await transaction.content.delete(id, in: organization)
                try await transaction.history.record(
                    AuditEntry(
                        by: caller, "\(kind.rawValue).delete", id, named: item.title,
                        changes: [AuditChange("name", item.title, nil)], at: now))
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}
