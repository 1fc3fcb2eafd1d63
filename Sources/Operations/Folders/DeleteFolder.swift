internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Deletes a folder; `contents` says what becomes of what lies in it (M30). Assets in Trash are in no folder afterwards, or in the
    /// one that the others moved up to.
    ///
    /// Where assets below it are in use and the rules keep them, `delete` throws ``FolderError`` `contentsInUse` before anything is
    /// deleted, unless it `isForced` (M38).
    ///
    /// Throws ``FolderError`` `notFound`, `notEmpty`, `nameTaken` where a folder cannot move up, and `changedMeanwhile`. With `delete`
    /// each asset goes as ``deleteAsset(_:isForced:ifMatch:by:)`` has it; where the policy archives it first it moves up. Whatever that
    /// throws ends it: what was deleted by then is in Trash, and the folders stay.
    package func deleteFolder(
        _ id: FolderID, contents: FolderContents = .refuse, isForced: Bool = false, ifMatch entityTag: String? = nil,
        by caller: Caller
    ) async throws {
        try caller.require(.delete)
        let organization = caller.organization.id
        let now = now
        do {
            if contents == .delete { try await deleteAssets(below: id, isForced: isForced, ifMatch: entityTag, by: caller) }
            try await database.write { transaction in
                try await transaction.allowLongStatements()
                try await transaction.organizations.lock(organization)
                let folder = try await transaction.folders.existing(id, ifMatch: entityTag, in: organization)
                switch contents {
                case .refuse: try await transaction.checkIsEmpty(folder)
                case .moveUp: try await transaction.moveUpContents(of: folder, by: caller, at: now)
                case .delete: try await transaction.clear(folder, isForced: isForced, by: caller, at: now)
                }
                try await transaction.remove(folder, by: caller, at: now)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// Deletes what lies in the folder and below it. What was archived before goes first: afterwards it could not be told from what the
    /// policy archives now.
    private func deleteAssets(
        below id: FolderID, isForced: Bool, ifMatch entityTag: String?, by caller: Caller
    ) async throws {
        let organization = caller.organization.id
        try await database.read { transaction in
            _ = try await transaction.folders.existing(id, ifMatch: entityTag, in: organization)
            try await transaction.checkIsUnused(id, isForced: isForced, by: caller)
        }
        for status in [AssetStatus.archived, .active] {
            while case let batch = try await database.read({
                try await $0.folders.assets(below: id, status, in: organization, limit: 100)
            }), !batch.isEmpty {
                for asset in batch { try await deleteAsset(asset, ifBelow: id, isForced: isForced, by: caller) }
            }
        }
    }

    /// Deletes the asset unless somebody took it away since it was found.
    private func deleteAsset(_ id: AssetID, ifBelow folder: FolderID, isForced: Bool, by caller: Caller) async throws {
        do {
            _ = try await deleteAsset(id, isForced: isForced, ifMatch: nil, by: caller) { asset, transaction in
                guard let place = asset.folderID else { throw AssetError.notFound }
                let path = try await transaction.folders.path(to: place, in: caller.organization.id)
                guard path.contains(where: { $0.id == folder }) else { throw AssetError.notFound }
            }
        } catch AssetError.notFound {}
    }
}

extension Transaction {
    /// Throws where assets in use below the folder are kept by the rules, or where forcing is not this caller's.
    fileprivate func checkIsUnused(_ id: FolderID, isForced: Bool, by caller: Caller) async throws {
        let policy = caller.organization.policy
        let isKept = policy.deletion(of: .active, isForced: isForced, isInUse: true) == nil
        guard isKept || (isForced && policy.forceIsForAdmins) else { return }
        let used = try await folders.usedAssets(below: id, in: caller.organization.id, limit: AssetUses.shownPlaces)
        guard used.count > 0 else { return }
        if isKept { throw FolderError.contentsInUse(used) }
        try caller.requireForce()
    }

    fileprivate func checkIsEmpty(_ folder: Folder) async throws {
        let found = try await folders.contents(of: folder.id, in: folder.organizationID)
        if found.folders + found.assets > 0 { throw FolderError.notEmpty(folders: found.folders, assets: found.assets) }
    }

    fileprivate func moveUpContents(of folder: Folder, by caller: Caller, at now: Timestamp) async throws {
        if let name = try await folders.clash(movingUp: folder) { throw FolderError.nameTaken(name) }
        try await folders.giveUpName(of: folder.id, in: folder.organizationID)
        for child in try await folders.children(of: folder.id, in: folder.organizationID) {
            var moved = child
            moved.parentID = folder.parentID
            moved.revision += 1
            moved.updatedAt = now
            try await folders.update(moved, in: folder.organizationID)
            try await history.record(
                AuditEntry(
                    by: caller, "folder.edit", child.id, named: child.name, changes: moved.changes(since: child), at: now))
        }
        try await folders.moveAssets(from: folder.id, to: folder.parentID, as: folder.deletion(by: caller, at: now))
    }

    /// Throws unless nothing is left below `folder`; what the policy keeps in the archive moves up.
    fileprivate func clear(_ folder: Folder, isForced: Bool, by caller: Caller, at now: Timestamp) async throws {
        let organization = folder.organizationID
        if caller.organization.policy.deletion(of: .active, isForced: isForced) == .archive {
            let active = try await folders.assets(below: folder.id, .active, in: organization, limit: 1)
            if active.isEmpty {
                for member in try await folders.tree(of: folder.id, in: organization) {
                    try await folders.moveAssets(from: member.id, to: folder.parentID, as: folder.deletion(by: caller, at: now))
                }
            }
        }
        let left = try await folders.assetCount(below: folder.id, in: organization)
        if left > 0 { throw FolderError.notEmpty(folders: 0, assets: left) }
    }

    /// Removes `folder` and those below it, with an audit entry for each.
    fileprivate func remove(_ folder: Folder, by caller: Caller, at now: Timestamp) async throws {
        for member in try await folders.tree(of: folder.id, in: folder.organizationID).reversed() {
            let named = member.id == folder.id ? folder : member
            try await history.record(named.deletion(by: caller, at: now))
        }
        try await folders.delete(below: folder.id, in: folder.organizationID)
    }
}

extension Folder {
    fileprivate func deletion(by caller: Caller, at now: Timestamp) -> AuditEntry {
        AuditEntry(
            by: caller, "folder.delete", id, named: name,
            changes: AuditChange.between([("name", name, nil), ("parentId", parentID?.description, nil)]), at: now)
    }
}
