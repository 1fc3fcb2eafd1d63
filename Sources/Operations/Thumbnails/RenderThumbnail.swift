internal import BlobStorage
internal import Cryptography
internal import Database
package import Library
package import LibraryStore
internal import MediaWorker

extension MediaLibrary {
    /// Makes an asset's thumbnail, card and placeholder, as the job `render-thumbnail` (M28, M29).
    ///
    /// A picture that cannot be decoded is an outcome, not a failure: the reason is recorded on the asset and the job is done.
    /// Throws what is worth another attempt.
    package func renderThumbnail(_ job: ClaimedJob) async throws {
        guard let asset = try await database.read({ try await $0.assets.find(job.assetID, in: job.organizationID) }),
            let storage = asset.storage, let mimeType = asset.mimeType, asset.status != .deleting,
            let organization = try await database.read({ try await $0.organizations.find(job.organizationID) })
        else { return try await finish(job) }
        let rendering: MediaRendering
        do {
            let original = try await blobs.open(BlobKey(storage.key))
            rendering = try await mediaWorker.render(original.descriptor, mimeType: mimeType)
        } catch let error as MediaWorkerError where error.isPermanent {
            return try await recordFailure(error.reason, of: asset, job)
        } catch let error as MediaWorkerError where job.attempts >= JobTable.maximumAttempts {
            return try await recordFailure(error.reason, of: asset, job)
        }
        try await publish(rendering, of: asset, in: organization, job)
    }

    private func publish(
        _ rendering: MediaRendering, of asset: Asset, in organization: Organization, _ job: ClaimedJob
    ) async throws {
        let images: [(RenditionName, RenderedImage)] = [(.thumbnail, rendering.thumbnail), (.card, rendering.card)]
        var publications: [Publication] = []
        var renditions: [Rendition] = []
        do {
            for (name, image) in images {
                let key = StorageKey.rendition(organization.id, asset.id, version: asset.version, name)
                let publication = try await beginPublication(of: BlobKey(key), reserving: 0, in: organization)
                publications.append(publication)
                try await publication.append(image.bytes)
                try await publication.finish()
                try await publishReplacingOrphan(publication)
                renditions.append(
                    Rendition(
                        assetID: asset.id, name: name, version: asset.version, key: key, mimeType: image.mimeType,
                        byteSize: Int64(image.bytes.count), checksum: SHA256.hash(image.bytes), width: image.width,
                        height: image.height))
            }
            try await commit(
                renditions, publications.map(\.intentID), PictureFacts(rendering.inspection, placeholder: rendering.placeholder),
                of: asset, job)
        } catch {
            for publication in publications { await abandon(publication, after: error) }
            if error as? ThumbnailOutcome != .assetMovedOn { throw error }
            try await finish(job)
        }
    }

    /// Under a rendition's key may lie what an attempt left that died before its commit; no row owns it, and this job has the lease.
    private func publishReplacingOrphan(_ publication: Publication) async throws {
        do {
            try await publication.publish()
        } catch BlobError.alreadyExists {
            try await blobs.delete(publication.key)
            try await publication.publish()
        }
    }

    private func commit(
        _ renditions: [Rendition], _ intents: [IntentID], _ picture: PictureFacts, of asset: Asset, _ job: ClaimedJob
    ) async throws {
        let ready = ThumbnailState(status: .ready, attemptedAt: now)
        try await database.write { transaction in
            for intent in intents {
                guard try await transaction.intents.take(intent, in: job.organizationID) != nil else {
                    throw ServiceError.outcomeUnknown
                }
            }
            guard
                try await transaction.assets.setPicture(
                    picture, ready, of: asset.id, version: asset.version, in: job.organizationID)
            else { throw ThumbnailOutcome.assetMovedOn }
            for rendition in renditions { try await transaction.renditions.put(rendition) }
            guard try await transaction.jobs.complete(job) else { throw ServiceError.outcomeUnknown }
            try await transaction.history.announce(asset.id, in: job.organizationID, at: self.now)
        }
        deliveries.forget(renditions.map(\.key))
    }

    private func recordFailure(_ reason: String, of asset: Asset, _ job: ClaimedJob) async throws {
        let failed = ThumbnailState(status: .failed, error: reason, attemptedAt: now)
        try await database.write { transaction in
            _ = try await transaction.assets.setPicture(
                asset.picture, failed, of: asset.id, version: asset.version, in: job.organizationID)
            guard try await transaction.jobs.complete(job) else { throw ServiceError.outcomeUnknown }
            try await transaction.history.announce(asset.id, in: job.organizationID, at: self.now)
        }
    }

    private func finish(_ job: ClaimedJob) async throws {
        try await database.write { _ = try await $0.jobs.complete(job) }
    }
}

/// Why a finished rendering was thrown away.
private enum ThumbnailOutcome: Error {
    /// The asset was deleted or has newer bytes.
    case assetMovedOn
}
