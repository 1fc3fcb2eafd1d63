internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Deletes a document for good; throws ``DocumentError`` `notFound` or `changedMeanwhile`.
    package func deleteDocument(_ id: ContentItemID, ifMatch entityTag: String? = nil, by caller: Caller) async throws {
        try caller.require(.delete)
        let organization = caller.organization.id
        let now = now
        do {
            try await database.write { transaction in
                try await transaction.organizations.lock(organization)
                let document = try await transaction.content.document(id, ifMatch: entityTag, in: organization)
                try await transaction.removeUsages(in: document, at: now)
                try await transaction.content.delete(id, in: organization)
                try await transaction.history.record(
                    AuditEntry(
                        by: caller, "document.delete", id, named: document.title,
                        changes: AuditChange.between([("title", document.title, nil)]), at: now))
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}
