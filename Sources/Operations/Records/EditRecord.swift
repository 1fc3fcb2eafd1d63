internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Renames a company or a person, or changes which media it has (M40). What changes nothing leaves no trace.
    ///
    /// Throws ``RecordError`` `notFound`, `invalidFields`, `tooManyMedia`, and `changedMeanwhile` when `entityTag`, the `If-Match` of
    /// the request, names another state; ``AssetError`` `notFound` for a media that is missing, in Trash or another organization's.
    package func editRecord(
        _ id: ContentItemID, _ kind: RecordKind, _ edit: RecordEdit, ifMatch entityTag: String? = nil, by caller: Caller
    ) async throws -> Record {
        try caller.require(.edit)
        let name = try edit.name.map { text throws(RecordError) in try Record.checkedName(text) }
        let organization = caller.organization.id
        let now = now
        do {
            return try await database.write { transaction in
                try await transaction.organizations.lock(organization)
                let before = try await transaction.content.existing(id, kind, ifMatch: entityTag, in: organization)
                var item = before
                if let name, name != item.title { try await transaction.rename(&item, kind, to: name, by: caller, at: now) }
                if let media = edit.media, try await transaction.changeMedia(media, of: item, kind, by: caller, at: now) {
                    item.revision = before.revision + 1
                }
                if item.revision > before.revision { try await transaction.content.update(item, in: organization) }
                return try await transaction.record(item, kind)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}

extension Transaction {
    fileprivate func rename(
        _ item: inout ContentItem, _ kind: RecordKind, to name: String, by caller: Caller, at now: Timestamp
    ) async throws {
        let change = AuditChange("name", item.title, name)
        item.title = name
        item.revision += 1
        item.updatedAt = max(now, Timestamp(microseconds: item.updatedAt.microseconds + 1))
        try await history.record(
            AuditEntry(by: caller, "\(kind.rawValue).edit", item.id, named: name, changes: [change], at: item.updatedAt))
    }
}
