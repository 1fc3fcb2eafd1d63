internal import Cryptography
internal import Database
internal import FileTypes
package import Library
internal import LibraryStore
internal import MediaWorker

extension MediaLibrary {
    /// Lets a picture an editor chose stand for an asset everywhere, in place of the one made from its file (M12).
    ///
    /// Only the thumbnail and card made from it are kept. It goes when the asset gets another file. `entityTag` is the `If-Match` of
    /// the request, if it had one. Throws ``AccessError``, ``AssetError``, ``ThumbnailError``, ``ServiceError``; then the former
    /// thumbnail stays.
    package func setThumbnail(
        of id: AssetID, _ source: some UploadSource, ifMatch entityTag: String? = nil, by caller: Caller
    ) async throws -> Asset {
        try caller.require(.edit)
        let organization = caller.organization
        do {
            let seen = try await database.read { try await $0.assets.visible(id, in: organization.id) }
            return try await blocking {
                let rendering = try await rendering(of: try await ThumbnailPicture(reading: source, fileTypes: fileTypes))
                var marked = seen
                marked.thumbnailMark = ThumbnailMark.make(Hex.encode(RandomToken.random(6)))
                var changed = seen
                try await publishRenditions(rendering, of: marked, in: organization) { renditions, intents in
                    changed = try await commit(
                        renditions, intents, marked, placeholder: rendering.placeholder, ifMatch: entityTag, by: caller)
                }
                jobSignal.notify()
                deliveries.forgetAll(of: changed)
                return changed
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// Gives an asset the thumbnail made from its file again, in the background; one that has it is answered as it is.
    package func resetThumbnail(of id: AssetID, ifMatch entityTag: String? = nil, by caller: Caller) async throws -> Asset {
        try caller.require(.edit)
        let organization = caller.organization.id
        let reset: Asset
        do {
            reset = try await database.write { transaction in
                try await transaction.organizations.lock(organization)
                var asset = try await transaction.assets.visibleLocked(id, ifMatch: entityTag, in: organization)
                guard asset.hasOwnThumbnail else { return asset }
                let isVisual = asset.hasPictureSource
                asset.hasOwnThumbnail = false
                asset.thumbnailMark = ThumbnailMark.make(Hex.encode(RandomToken.random(6)))
                asset.thumbnail = ThumbnailState(status: isVisual ? .pending : .none)
                asset.picture.placeholder = nil
                asset = try await transaction.record(asset, as: "asset.thumbnail.reset", by: caller, at: now)
                if isVisual {
                    try await transaction.jobs.enqueue(.renderThumbnail, id, in: organization, at: asset.updatedAt)
                }
                return asset
            }
        } catch {
            throw ServiceError.explaining(error)
        }
        jobSignal.notify()
        deliveries.forgetAll(of: reset)
        return reset
    }

    private func rendering(of picture: ThumbnailPicture) async throws -> MediaRendering {
        do {
            return try await mediaWorker.render(picture.bytes, mimeType: picture.mimeType)
        } catch  where error.isPermanent {
            throw ThumbnailError.unreadable(reason: error.reason)
        }
    }

    private func commit(
        _ renditions: [Rendition], _ intents: [IntentID], _ marked: Asset, placeholder: String?, ifMatch entityTag: String?,
        by caller: Caller
    ) async throws -> Asset {
        let organization = caller.organization.id
        return try await database.write { transaction in
            try await transaction.organizations.lock(organization)
            for intent in intents {
                guard try await transaction.intents.take(intent, in: organization) != nil else {
                    throw ServiceError.interrupted
                }
            }
            var asset = try await transaction.assets.visibleLocked(marked.id, ifMatch: entityTag, in: organization)
            // The keys say which version they were made for.
            guard asset.version == marked.version else { throw AssetError.changedMeanwhile }
            asset.hasOwnThumbnail = true
            asset.thumbnailMark = marked.thumbnailMark
            asset.thumbnail = ThumbnailState(status: .ready, attemptedAt: now)
            asset.picture.placeholder = placeholder
            try await transaction.jobs.remove(.renderThumbnail, of: asset.id, in: organization)
            asset = try await transaction.record(asset, as: "asset.thumbnail", by: caller, at: now)
            for rendition in renditions { try await transaction.renditions.put(rendition) }
            return asset
        }
    }
}

extension Transaction {
    /// Writes the thumbnail `asset` has from now on; what it had is removed by a job.
    fileprivate func record(_ asset: Asset, as action: String, by caller: Caller, at now: Timestamp) async throws -> Asset {
        let organization = caller.organization.id
        var asset = asset
        asset.updatedAt = max(now, Timestamp(microseconds: asset.updatedAt.microseconds + 1))
        try await retiredBlobs.retireRenditions(of: asset.id, in: organization, at: asset.updatedAt)
        try await assets.updateThumbnail(asset, in: organization)
        try await jobs.enqueue(.removeRetiredBlobs, asset.id, in: organization, at: asset.updatedAt)
        try await history.record(AuditEntry(by: caller, action, asset, at: asset.updatedAt))
        try await history.announce(asset.id, in: organization, at: asset.updatedAt)
        return asset
    }
}

/// A picture for a thumbnail as it arrived: in memory, as it is small and nothing of it is kept.
private struct ThumbnailPicture: Sendable {
    let bytes: [UInt8]
    let mimeType: String

    init(reading source: some UploadSource, fileTypes: FileTypeDetector) async throws {
        bytes = try await source.bytes(atMost: ThumbnailError.maximumBytes, or: ThumbnailError.tooLarge)
        guard !bytes.isEmpty else { throw ThumbnailError.emptyFile }
        mimeType = bytes.withUnsafeBytes { fileTypes.mimeType(ofHead: $0, byteSize: Int64($0.count)) }
        guard MediaWorkerPool.canDecode(mimeType: mimeType) else { throw ThumbnailError.typeRefused(mimeType: mimeType) }
    }
}
