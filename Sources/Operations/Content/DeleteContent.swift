internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Deletes a content item, with every usage in it; the assets stay. Throws ``ContentError`` `notFound` or `changedMeanwhile`.
    package func deleteContent(
        _ type: ContentType, _ externalID: String, ifMatch entityTag: String? = nil, by caller: Caller
    ) async throws {
        try caller.require(.edit)
        let organization = caller.organization.id
        let now = now
        do {
            try await database.write { transaction in
                try await transaction.organizations.lock(organization)
                guard let item = try await transaction.content.find(type, externalID, in: organization) else {
                    throw ContentError.notFound
                }
                if let entityTag, !IfMatch.holds(entityTag, for: item.entityTag) { throw ContentError.changedMeanwhile }
                try await transaction.removeUsages(in: item, at: now)
                try await transaction.content.delete(item.id, in: organization)
                try await transaction.history.record(
                    AuditEntry(
                        by: caller, "content.delete", item.id, named: item.title,
                        changes: AuditChange.between([("type", type.name, nil), ("title", item.title, nil)]), at: now))
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}

extension Transaction {
    /// Takes back every usage in an item that is about to go, declared or extracted; the organization is locked.
    func removeUsages(in item: ContentItem, at now: Timestamp) async throws {
        let present = try await usages.all(in: item.target, of: item.organizationID)
        try await usages.delete(present)
        let assets = Set(present.map(\.assetID)).sorted { $0.rawValue < $1.rawValue }
        try await history.announceChange(of: assets, in: item.organizationID, at: now)
    }
}
