internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Makes a folder in `parent`, or at the root (M30).
    ///
    /// Throws ``FolderError`` `invalidFields`, `notFound` for the parent, `nameTaken`, `tooDeep` or `tooMany`.
    package func createFolder(_ name: String, in parent: FolderID?, by caller: Caller) async throws -> Folder {
        try caller.require(.edit)
        var problems: [FieldProblem] = []
        let name = Folder.checkName(name, &problems)
        if !problems.isEmpty { throw FolderError.invalidFields(problems) }
        let organization = caller.organization.id
        let now = now
        let folder = Folder(
            id: .make(at: now), organizationID: organization, parentID: parent, name: name, createdAt: now, updatedAt: now)
        do {
            try await database.write { transaction in
                guard try await transaction.organizations.lock(organization) else { throw AccessError.organizationUnknown }
                try await transaction.checkPlace(of: folder, height: 1)
                let count = try await transaction.folders.count(in: organization)
                if count >= Folder.maximumCount { throw FolderError.tooMany }
                try await transaction.settle(caller, as: folder.id)
                try await transaction.folders.insert(folder)
                let changes = AuditChange.between([("name", nil, name), ("parentId", nil, parent?.description)])
                try await transaction.history.record(
                    AuditEntry(by: caller, "folder.create", folder.id, named: name, changes: changes, at: now))
            }
        } catch {
            throw ServiceError.explaining(error)
        }
        return folder
    }
}

extension Transaction {
    /// Throws unless `folder`, with `height` levels of its own, may have its name in its place; the organization is locked.
    func checkPlace(of folder: Folder, height: Int) async throws {
        let organization = folder.organizationID
        if let parent = folder.parentID {
            let path = try await folders.path(to: parent, in: organization)
            if path.isEmpty { throw FolderError.notFound(field: "parentId") }
            if path.contains(where: { $0.id == folder.id }) { throw FolderError.cycle }
            if path.count + height > Folder.maximumDepth { throw FolderError.tooDeep }
        }
        let neighbour = try await folders.find(named: folder.name, in: folder.parentID, of: organization)
        if let neighbour, neighbour.id != folder.id { throw FolderError.nameTaken(neighbour.name) }
    }
}
