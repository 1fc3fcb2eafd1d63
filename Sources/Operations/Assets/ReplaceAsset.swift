internal import BlobStorage
internal import Cryptography
internal import Database
internal import FileTypes
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Gives an asset new bytes: the same id and public address, the next version (ARCHITECTURE, "Replace").
    ///
    /// The file is taken as for an upload and must be of the asset's kind. The quota counts the current version alone, see
    /// docs/decisions/008-replace-and-quota.md. Throws what ``uploadAsset(_:_:by:)`` throws, ``AssetError`` `replaceInProgress` while
    /// another file is on its way, `noFile` for a link, and `changedMeanwhile` when the asset is not in the state `entityTag`, the
    /// `If-Match` of the request, names, be it before the bytes or after.
    package func replaceAsset(
        _ id: AssetID, with source: some UploadSource, _ details: UploadDetails, ifMatch entityTag: String? = nil,
        by caller: Caller
    ) async throws -> Asset {
        try caller.require(.upload)
        try caller.require(.edit)
        do {
            let old = try await database.read { try await $0.assets.visible(id, in: caller.organization.id) }
            guard let storage = old.storage else { throw AssetError.noFile }
            let declared = (details.declaredByteSize ?? 0) - UploadDetails.declaredSlack
            try checkSize(declared, replacing: old.byteSize ?? 0, in: caller.organization)
            let switchover = Switchover(old: old, storage: storage, entityTag: entityTag, caller: caller)
            let asset = try await blocking { try await receive(UploadIntake(source), details, for: switchover) }
            await cleanUp(after: switchover, asset)
            return asset
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    private func receive(_ intake: UploadIntake, _ details: UploadDetails, for switchover: Switchover) async throws -> Asset {
        let organization = switchover.caller.organization
        let mimeType = try await acceptedType(of: intake, details, in: organization)
        guard AssetKind(mimeType: mimeType) == switchover.old.kind else {
            let accepted = "\(switchover.old.kind.rawValue) files alone, as the file takes the place of one"
            throw AssetError.typeRefused(mimeType: mimeType, accepted: accepted)
        }
        let publication = try await beginReplacement(switchover, mimeType, details, headCount: Int64(intake.headCount))
        let file = try await takeIn(intake, details, as: mimeType, into: publication, checking: { _, _ in }) {
            try await publishReplacingOrphan(publication) {
                let now = try await database.read { try await $0.assets.find(switchover.old.id, in: organization.id) }
                guard now?.version == switchover.old.version else { throw AssetError.changedMeanwhile }
            }
        }
        do {
            let intent = publication.intentID
            let storage = StoredBlob(
                place: publication.store.place, key: publication.key.description, publicURL: switchover.storage.publicURL)
            return try await database.write { try await switchover.commit(file, storage, intent, at: now, $0) }
        } catch {
            await abandon(publication, after: error)
            throw error
        }
    }

    /// Reserves what the new file needs beyond the old one's size. A file whose address points straight at a bucket stays in it.
    private func beginReplacement(
        _ switchover: Switchover, _ mimeType: String, _ details: UploadDetails, headCount: Int64
    ) async throws -> Publication {
        let (old, organization) = (switchover.old, switchover.caller.organization)
        let key = StorageKey.original(
            organization.id, old.id, version: old.version + 1, fileExtension: FileExtension.preferred(forMIMEType: mimeType))
        let declared = details.declaredByteSize ?? 0
        let replaced = old.byteSize ?? 0
        return try await beginPublication(
            of: BlobKey(key), mimeType, to: switchover.storage.publicCopyKey == nil ? nil : store(switchover.storage.place),
            reserving: max(0, max(declared, headCount) - replaced),
            orAtLeast: max(0, max(declared - UploadDetails.declaredSlack, headCount) - replaced),
            replacing: ReplacedBytes(byteSize: replaced, confirm: switchover.confirm), in: organization)
    }

    /// What follows a switch: jobs do what of it fails, or is not reached.
    private func cleanUp(after switchover: Switchover, _ asset: Asset) async {
        deliveries.forgetAll(of: asset)
        // The rows have the reason, and the job that was queued with them tries again.
        try? await removeRetiredBlobs(of: asset.id, in: switchover.caller.organization.id)
        jobSignal.notify()
    }
}

/// One version of an asset's bytes on the point of taking another's place.
private struct Switchover: Sendable {
    let old: Asset
    /// Where the old version is.
    let storage: StoredBlob
    let entityTag: String?
    let caller: Caller

    /// Throws unless the asset is as it was seen and nobody else has a file on its way to it.
    @Sendable func confirm(_ transaction: any Transaction) async throws {
        _ = try await current(transaction)
        let organization = caller.organization.id
        let prefix = StorageKey.originalsPrefix(organization, old.id)
        // What one left whose server stopped must not stand in the way till the next sweep.
        let released = try await transaction.intents.takeExpired(under: prefix, in: organization)
        if released > 0 { try await transaction.organizations.release(released, in: organization) }
        // A copy to the public address is no other file.
        let copy = storage.publicCopyKey ?? ""
        guard try await !transaction.intents.isAny(under: prefix, except: copy, in: organization) else {
            throw AssetError.replaceInProgress
        }
    }

    /// The switch: row, quota, counters, what is to be removed and made, audit entry and change feed together.
    func commit(
        _ file: TakenFile, _ storage: StoredBlob, _ intent: IntentID, at now: Timestamp, _ transaction: any Transaction
    ) async throws -> Asset {
        let organization = caller.organization
        try await transaction.organizations.lock(organization.id)
        guard let reserved = try await transaction.intents.take(intent, in: organization.id) else {
            throw ServiceError.interrupted
        }
        let before = try await current(transaction)
        let asset = replaced(before, by: file, storage, at: now)
        let fits = try await transaction.organizations.settle(
            reserved: reserved, used: (asset.byteSize ?? 0) - (before.byteSize ?? 0), limit: organization.maxStorageBytes,
            in: organization.id)
        guard fits else { throw AssetError.quotaExceeded(limit: organization.maxStorageBytes) }
        try await transaction.counters.count(before, -1, in: organization.id)
        try await transaction.counters.count(asset, 1, in: organization.id)
        try await transaction.assets.updateBytes(asset, in: organization.id)
        try await retire(before, asset, transaction)
        try await enqueueJobs(for: asset, transaction)
        try await transaction.history.record(
            AuditEntry(by: caller, "asset.replace", asset, changes: changes(from: before, to: asset), at: asset.updatedAt))
        try await transaction.history.announce(asset.id, in: organization.id, at: asset.updatedAt)
        return asset
    }

    private func current(_ transaction: any Transaction) async throws -> Asset {
        let asset = try await transaction.assets.visibleLocked(old.id, ifMatch: entityTag, in: caller.organization.id)
        guard asset.version == old.version else { throw AssetError.changedMeanwhile }
        return asset
    }

    private func replaced(_ before: Asset, by file: TakenFile, _ storage: StoredBlob, at now: Timestamp) -> Asset {
        var asset = before
        asset.version += 1
        asset.storage = storage
        asset.mimeType = file.mimeType
        asset.byteSize = file.bytes.byteSize
        asset.checksum = file.bytes.checksum
        asset.originalName = FileName.cleaned(file.details.fileName)
        asset.picture = file.inspection.facts
        asset.thumbnail = file.inspection.thumbnail
        asset.hasOwnThumbnail = false
        asset.thumbnailMark = ""
        asset.updatedAt = max(now, Timestamp(microseconds: before.updatedAt.microseconds + 1))
        asset.bytesChangedAt = asset.updatedAt
        if storage.publicCopyKey == nil { asset.publicCopyVersion = asset.version }
        return asset
    }

    /// The old bytes are nobody's now, but for those under a bucket's public address: they are overwritten.
    private func retire(_ before: Asset, _ asset: Asset, _ transaction: any Transaction) async throws {
        let organization = caller.organization.id
        try await transaction.retiredBlobs.retireRenditions(of: asset.id, in: organization, at: asset.updatedAt)
        guard let storage = before.storage, storage.key != storage.publicCopyKey else { return }
        if AssetKey(storage.key) == nil, try await transaction.adoptedKeys.isShared(storage.key, by: asset.id) { return }
        try await transaction.retiredBlobs.insert(
            storage.key, at: storage.place, of: asset.id, in: organization, at: asset.updatedAt)
    }

    private func enqueueJobs(for asset: Asset, _ transaction: any Transaction) async throws {
        let (jobs, organization, now) = (transaction.jobs, caller.organization.id, asset.updatedAt)
        try await jobs.remove(.renderThumbnail, of: asset.id, in: organization)
        if asset.thumbnail.status == .pending {
            try await jobs.enqueue(.renderThumbnail, asset.id, in: organization, at: now)
        }
        if asset.publicCopyVersion < asset.version {
            try await jobs.enqueue(.refreshPublicCopy, asset.id, in: organization, at: now)
        }
        try await jobs.enqueue(.removeRetiredBlobs, asset.id, in: organization, at: now, delaySeconds: 30)
    }

    private func changes(from before: Asset, to after: Asset) -> [AuditChange] {
        AuditChange.between([
            ("version", "\(before.version)", "\(after.version)"),
            ("byteSize", before.byteSize.map { "\($0)" }, after.byteSize.map { "\($0)" }),
            ("mimeType", before.mimeType, after.mimeType),
            ("checksum", before.checksum.map { Hex.encode($0) }, after.checksum.map { Hex.encode($0) }),
            ("originalName", before.originalName, after.originalName),
        ])
    }
}
