internal import BlobStorage
internal import Cryptography
internal import Database
internal import Library
package import LibraryStore
internal import MediaWorker

extension MediaLibrary {
    /// Makes an asset's thumbnail, card and placeholder, as the job `render-thumbnail` (M28, M29).
    ///
    /// A picture that cannot be decoded is an outcome, not a failure: the reason is recorded on the asset and the job is done.
    /// Throws what is worth another attempt.
    package func renderThumbnail(_ job: ClaimedJob) async throws {
        guard let asset = try await database.read({ try await $0.assets.find(job.assetID, in: job.organizationID) }),
            asset.status != .deleting, asset.thumbnail.status != .ready,
            let organization = try await database.read({ try await $0.organizations.find(job.organizationID) })
        else { return try await finish(job) }
        do {
            // A job that begins once too often never ended before: the picture may be what ends the process.
            guard job.attempts <= JobTable.maximumAttempts else { throw ThumbnailOutcome.neverEnded }
            if let (rendering, facts) = try await rendering(for: asset) {
                try await publish(rendering, facts, of: asset, in: organization, job)
            } else {
                try await finish(job)
            }
        } catch let failure where isFinal(failure, for: job) {
            try await recordFailure(reason(failure), of: asset, job)
        } catch {
            // A deletion takes the asset's jobs away: nothing is left to do and nothing has failed.
            let now = try await database.read { try await $0.assets.find(asset.id, in: organization.id) }
            if let now, now.status != .deleting { throw error }
        }
    }

    /// The pictures of an asset and what its record says of them; nil where there is nothing to picture.
    private func rendering(for asset: Asset) async throws -> (MediaRendering, PictureFacts)? {
        if let storage = asset.storage, let mimeType = asset.mimeType {
            let original = try await store(storage.place).open(BlobKey(storage.key)).file()
            let rendering = try await mediaWorker.render(original, mimeType: mimeType)
            return (rendering, PictureFacts(rendering.inspection, placeholder: rendering.placeholder))
        }
        guard let address = asset.thumbnailSourceURL.flatMap(WebAddress.init) else { return nil }
        let rendering = try await rendering(ofPictureAt: address)
        // The picture stands for what is at the other end: its size is not that of it.
        var facts = asset.picture
        facts.placeholder = rendering.placeholder
        return (rendering, facts)
    }

    /// Whether another attempt is pointless or not allowed. One that lost its job, or does not know how its commit ended, records nothing.
    private func isFinal(_ error: any Error, for job: ClaimedJob) -> Bool {
        switch error {
        case ServiceError.interrupted, ServiceError.outcomeUnknown, DatabaseError.commitUnknown: false
        case let error as MediaWorkerError where error.isPermanent: true
        case let error as ImportError where !error.isPassing: true
        case is ThumbnailError: true
        default: job.attempts >= JobTable.maximumAttempts
        }
    }

    /// What is written on the asset, for people.
    private func reason(_ error: any Error) -> String {
        switch error {
        case let error as MediaWorkerError: error.reason
        case ThumbnailOutcome.neverEnded: "The server stopped each time it worked on this file."
        default: (ServiceError.explaining(error) as? any Failure)?.sentence ?? "Something went wrong on the server."
        }
    }

    private func publish(
        _ rendering: MediaRendering, _ picture: PictureFacts, of asset: Asset, in organization: Organization, _ job: ClaimedJob
    ) async throws {
        do {
            try await publishRenditions(rendering, of: asset, for: .job(job), in: organization) { renditions, intents in
                try await commit(renditions, intents, picture, of: asset, job)
            }
        } catch ThumbnailOutcome.assetMovedOn {
            try await finish(job)
        }
    }

    private func commit(
        _ renditions: [Rendition], _ intents: [IntentID], _ picture: PictureFacts, of asset: Asset, _ job: ClaimedJob
    ) async throws {
        let ready = ThumbnailState(status: .ready, attemptedAt: now)
        try await database.write { transaction in
            try await transaction.organizations.lock(job.organizationID)
            for intent in intents {
                guard try await transaction.intents.take(intent, in: job.organizationID) != nil else {
                    throw ServiceError.interrupted
                }
            }
            guard
                try await transaction.assets.setPicture(
                    picture, ready, of: asset, in: job.organizationID)
            else { throw ThumbnailOutcome.assetMovedOn }
            for rendition in renditions { try await transaction.renditions.put(rendition) }
            guard try await transaction.jobs.complete(job) else { throw ServiceError.interrupted }
            try await transaction.history.announceChange(of: asset.id, in: job.organizationID, at: self.now)
        }
        deliveries.forget(renditions.map(\.key))
    }

    private func recordFailure(_ reason: String, of asset: Asset, _ job: ClaimedJob) async throws {
        let failed = ThumbnailState(status: .failed, error: reason, attemptedAt: now)
        try await database.write { transaction in
            try await transaction.organizations.lock(job.organizationID)
            guard try await transaction.jobs.complete(job) else { throw ServiceError.interrupted }
            guard
                try await transaction.assets.setPicture(
                    asset.picture, failed, of: asset, in: job.organizationID)
            else { return }
            try await transaction.history.announceChange(of: asset.id, in: job.organizationID, at: self.now)
        }
    }

    private func finish(_ job: ClaimedJob) async throws {
        try await database.write { _ = try await $0.jobs.complete(job) }
    }
}

/// How an attempt can end beside success and the worker's and storage's failures.
private enum ThumbnailOutcome: Error {
    /// The asset was deleted or has newer bytes: a finished rendering is thrown away.
    case assetMovedOn
    /// Every attempt there may be was begun and none came to an end.
    case neverEnded
}
