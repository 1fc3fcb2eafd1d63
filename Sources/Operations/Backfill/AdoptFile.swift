internal import BlobStorage
internal import Database
internal import FileTypes
internal import Library
internal import LibraryStore
internal import MediaWorker

extension MediaLibrary {
    /// The asset an entry's stored bytes become, without moving them: under the key they have, in the present store.
    func adoptedAsset(_ new: BackfillPlan.New, _ key: String, _ file: StoredFile?, by caller: Caller, at now: Timestamp) -> Asset
    {
        let mimeType = file?.mimeType ?? Self.promisedType(of: key)
        let name = Self.name(of: new.entry, key)
        let isPictured = file.map { MediaWorkerPool.canDecode(mimeType: $0.mimeType) } ?? false
        var asset = Asset(
            id: new.id, organizationID: caller.organization.id,
            kind: mimeType.map(AssetKind.init(mimeType:)) ?? (new.entry.list == .videos ? .video : .other), provider: .upload,
            // Where this server answers, whatever the public base URL says: other keys than ours have no copy there to follow.
            storage: StoredBlob(place: stores.media.place, key: key, publicURL: "/files/\(key)"), mimeType: mimeType,
            byteSize: file?.byteSize, checksum: nil, metadata: AssetMetadata(displayName: name), originalName: name,
            thumbnail: ThumbnailState(status: isPictured ? .pending : .none), createdBy: caller.user?.id, createdAt: now,
            updatedAt: now)
        asset.take(Self.record(of: new.entry))
        return asset
    }

    /// The asset an entry's link becomes.
    func linkedAsset(_ new: BackfillPlan.New, _ link: CheckedLink, by caller: Caller, at now: Timestamp) -> Asset {
        externalAsset(link, Self.record(of: new.entry), from: nil, by: caller, as: new.id, at: now)
    }

    /// What the entry says of its asset. A blank path is one that has to be found.
    private static func record(of entry: LessonEntry) -> AssetEdit {
        var record = AssetEdit()
        var problems: [FieldProblem] = []
        let title = entry.title.flatMap { TextRule.title.check(String($0.prefix(500)), &problems) }
        if problems.isEmpty, let title { record.title = title }
        record.logicalPath = .some(nil)
        return record
    }

    /// A document has a name; a film is called as its file is.
    private static func name(of entry: LessonEntry, _ key: String) -> String {
        let file = FileName.cleaned(key)
        guard entry.list == .documents, let title = entry.title else { return file }
        let name = FileName.cleaned(title)
        guard !name.contains("."), let dot = file.lastIndex(of: ".") else { return name }
        return FileName.cleaned(name + file[dot...])
    }

    static func promisedType(of key: String) -> String? {
        guard let dot = key.lastIndex(of: ".") else { return nil }
        return FileExtension.mimeType(forExtension: String(key[key.index(after: dot)...]))
    }
}

extension Transaction {
    /// The row of an asset that a lesson's entry becomes, and what goes with it; the organization is locked. The caller counts its bytes
    /// to the quota.
    func insert(_ asset: Asset, ofEntryBy caller: Caller) async throws {
        let organization = caller.organization
        var asset = asset
        // Many files have one name. Nobody is asked for another, whatever the rules say of uploads.
        let mark = "-" + asset.id.description.suffix(8)
        let isTaken = try await assets.isTaken(path: asset.originalName, in: organization.id)
        asset.logicalPath =
            isTaken
            ? try await assets.freePath(like: asset.originalName, marked: mark, for: asset.id, in: organization.id)
            : asset.originalName
        guard let key = asset.storage?.key else {
            _ = try await insert(asset, from: nil, asLinkBy: caller, at: asset.createdAt)
            return
        }
        asset = try await insert(asset, adoptedAs: key, in: organization, at: asset.createdAt)
        try await counters.count(asset, 1, in: organization.id)
        if asset.thumbnail.status == .pending {
            try await jobs.enqueue(.renderThumbnail, asset.id, in: organization.id, at: asset.createdAt)
        }
        try await history.record(AuditEntry(by: caller, "asset.adopt", asset, at: asset.createdAt))
        try await history.announce(asset.id, in: organization.id, at: asset.createdAt)
    }
}
