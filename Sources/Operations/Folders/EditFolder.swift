internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Renames or moves a folder; what lies in it is not touched (M27, M30). What changes nothing leaves no trace.
    ///
    /// Throws ``FolderError`` `notFound` (for the parent with its field), `invalidFields`, `nameTaken`, `cycle`, `tooDeep`, and
    /// `changedMeanwhile` when `entityTag`, the `If-Match` of the request, names another state.
    package func editFolder(
        _ id: FolderID, _ edit: FolderEdit, ifMatch entityTag: String? = nil, by caller: Caller
    ) async throws -> Folder {
        try caller.require(.edit)
        let organization = caller.organization.id
        let now = now
        do {
            return try await database.write { transaction in
                try await transaction.organizations.lock(organization)
                let before = try await transaction.folders.existing(id, ifMatch: entityTag, in: organization)
                var after = try edit.applied(to: before)
                let changes = after.changes(since: before)
                if changes.isEmpty { return before }
                let isMoved = after.parentID != before.parentID
                let height = isMoved ? try await transaction.folders.height(of: id, in: organization) : 0
                try await transaction.checkPlace(of: after, height: height)
                after.revision += 1
                after.updatedAt = now
                try await transaction.folders.update(after, in: organization)
                try await transaction.history.record(
                    AuditEntry(by: caller, "folder.edit", id, named: after.name, changes: changes, at: now))
                return after
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}

extension FolderTable {
    /// The folder, in the state the caller saw.
    func existing(_ id: FolderID, ifMatch entityTag: String?, in organization: OrganizationID) async throws -> Folder {
        guard let folder = try await find(id, in: organization) else { throw FolderError.notFound() }
        if let entityTag, !IfMatch.holds(entityTag, for: folder.entityTag) { throw FolderError.changedMeanwhile }
        return folder
    }
}
