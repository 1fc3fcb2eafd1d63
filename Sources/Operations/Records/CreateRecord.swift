internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Makes a company or a person with these media; the last of them is the primary one (M40).
    ///
    /// Throws ``RecordError`` `invalidFields` or `tooManyMedia`, and ``AssetError`` `notFound` for a media that is missing, in Trash or
    /// another organization's: then nothing is made.
    package func createRecord(
        _ kind: RecordKind, named name: String, media: [AssetID] = [], by caller: Caller
    ) async throws -> Record {
        try caller.require(.edit)
        let name = try Record.checkedName(name)
        let organization = caller.organization.id
        let now = now
        let made = ContentItem(
            id: .make(at: now), organizationID: organization, type: kind.contentType, title: name, createdBy: caller.user?.id,
            createdAt: now, updatedAt: now)
        do {
            return try await database.write { transaction in
                guard try await transaction.organizations.lock(organization) else { throw AccessError.organizationUnknown }
                try await transaction.settle(caller, as: made.id)
                try await transaction.content.insert(made)
                try await transaction.history.record(
                    AuditEntry(
                        by: caller, "\(kind.rawValue).create", made.id, named: name, changes: [AuditChange("name", nil, name)],
                        at: now))
                _ = try await transaction.changeMedia(.add(media), of: made, kind, by: caller, at: now)
                return try await transaction.record(made, kind)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}
