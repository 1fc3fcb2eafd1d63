internal import Database
package import Library
internal import LibraryStore

/// What an upload says about its file beside the bytes.
extension UploadDetails {
    /// The record as the client gave it, checked and normalized; throws all problems together.
    func record(in policy: Policy) throws(AssetError) -> AssetEdit {
        var edit = edit
        // A blank path is one that has to be found, and under some rules may be refused.
        if edit.logicalPath == nil { edit.logicalPath = .some(nil) }
        if edit.mediaType == nil { edit.mediaType = .some(nil) }
        var record = try edit.checked(requiringMediaType: policy.requiresMediaType, tagField: "tag")
        if policy.blankPathTaken == .refuse, !numbersTakenName, record.logicalPath == .some(nil) {
            record.logicalPath = .some(FileName.cleaned(fileName))
        }
        return record
    }

    /// The same of what was said before the file; more may follow it, so nothing is missing yet.
    func record(asFarAsIn policy: Policy) throws(AssetError) -> AssetEdit { try edit.checked(tagField: "tag") }

    /// What the client said as an edit of a new record.
    package var edit: AssetEdit {
        var edit = AssetEdit()
        edit.title = title
        edit.description = description
        edit.altText = altText
        edit.label = label
        edit.visibility = visibility
        edit.mediaType = mediaType
        edit.folderID = folderID
        edit.logicalPath = logicalPath
        edit.tags = tags
        return edit
    }
}

extension MediaLibrary {
    /// Throws what refuses the record's folder or path as things stand, so that no bytes move for nothing; the commit has the last word.
    func checkPlace(_ record: AssetEdit, in organization: OrganizationID) async throws {
        let (folder, path) = (record.folderID ?? nil, record.logicalPath ?? nil)
        if folder == nil, path == nil { return }
        try await database.read { transaction in
            if let folder { try await transaction.folders.require(folder, in: organization) }
            if let path, try await transaction.assets.isTaken(path: path, in: organization) {
                throw AssetError.logicalPathTaken(path)
            }
        }
    }

    /// Throws what ends an upload whose bytes are there already, before they are published; the commit has the last word.
    func checkDuplicate(of bytes: ReceivedBytes, _ onDuplicate: OnDuplicate, in organization: OrganizationID) async throws {
        if onDuplicate == .copy { return }
        _ = try await database.read { try await $0.duplicate(of: bytes.checksum, onDuplicate, in: organization) }
    }
}

/// Ends an import of what another import has brought meanwhile.
struct ImportedAlready: Error {}

/// Ends an upload whose bytes the library has in `asset`, which is the answer.
struct HeldAlready: Error {
    let asset: Asset
}

extension Transaction {
    /// The oldest asset in the library with these bytes; throws where the client wants no copy of it (M21).
    func duplicate(
        of checksum: [UInt8], _ onDuplicate: OnDuplicate, in organization: OrganizationID
    ) async throws -> AssetID? {
        guard let oldest = try await assets.oldest(withChecksum: checksum, in: organization) else { return nil }
        switch onDuplicate {
        case .copy: return oldest.id
        case .reuse: throw HeldAlready(asset: oldest)
        case .error: throw AssetError.duplicate(of: oldest.id)
        }
    }

    /// Inserts a new asset with its tags and answers it as it is now; the organization is locked. An empty logical path stands for the
    /// one the original name gives (M32): usually it is free, and costs no statement of its own.
    ///
    /// What was imported before in the same way is ``ImportedAlready``.
    func insert(
        _ asset: Asset, adoptedAs key: String? = nil, numberingTakenName: Bool = false, from provenance: Provenance? = nil,
        in organization: Organization, at now: Timestamp
    ) async throws -> Asset {
        var asset = asset
        if let folder = asset.folderID { try await folders.require(folder, in: organization.id) }
        if asset.logicalPath == "" {
            asset.logicalPath = asset.originalName
            if try await !insertIfPathIsFree(asset) {
                asset.logicalPath =
                    numberingTakenName
                    ? try await assets.numberedPath(ofName: asset, in: organization)
                    : try await assets.path(ofName: asset, in: organization)
                try await assets.insert(asset)
            }
        } else {
            try await assets.insert(asset)
        }
        if let key { try await adoptedKeys.insert(key, of: asset.id, in: organization.id) }
        try await tags.change(of: asset.id, from: [], to: asset.tags, in: organization.id, at: now)
        if let provenance { try await keep(provenance, of: asset, at: now) }
        if asset.status.isInLibrary { try await assetEntered(asset, at: now) }
        return asset
    }

    private func keep(_ provenance: Provenance, of asset: Asset, at now: Timestamp) async throws {
        guard let organization = asset.organizationID else { return }
        if let former = provenance.former {
            guard try await imports.insert(former: former.id, as: asset.id, in: organization) else { throw ImportedAlready() }
        }
        for path in provenance.uploadPaths {
            let isNew = try await imports.insert(
                path: path, of: asset.id, checksum: asset.checksum ?? [], in: organization, at: now)
            // An address of an export may be another asset's here; a file that is imported for its address is imported once.
            if !isNew, provenance.former == nil { throw ImportedAlready() }
        }
    }

    private func insertIfPathIsFree(_ asset: Asset) async throws -> Bool {
        do {
            try await assets.insert(asset)
            return true
        } catch let error as AssetError {
            guard case .logicalPathTaken = error else { throw error }
            return false
        }
    }
}

extension FolderTable {
    /// Throws ``FolderError`` `notFound` unless the organization has the folder.
    func require(_ id: FolderID, in organization: OrganizationID) async throws {
        guard try await find(id, in: organization) != nil else { throw FolderError.notFound(field: "folderId") }
    }
}
