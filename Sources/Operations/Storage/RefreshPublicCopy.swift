internal import BlobStorage
internal import Database
internal import Library
package import LibraryStore

extension MediaLibrary {
    /// Copies an asset's current bytes to where its public address points in a bucket, as the job `refresh-public-copy`, until the
    /// current version lies there. Throws what is worth another attempt.
    package func refreshPublicCopy(_ job: ClaimedJob) async throws {
        while true {
            let asset = try await database.read { try await $0.assets.find(job.assetID, in: job.organizationID) }
            guard let asset, let storage = asset.storage, let key = storage.publicCopyKey, asset.status != .deleting,
                asset.publicCopyVersion < asset.version
            else {
                return try await database.write { _ = try await $0.jobs.complete(job) }
            }
            try await copy(asset, storage, to: BlobKey(key), in: job.organizationID)
        }
    }

    /// One copy at a time: of two, the one of the older version could end last. An intent on the key sees to that.
    private func copy(_ asset: Asset, _ storage: StoredBlob, to key: BlobKey, in organization: OrganizationID) async throws {
        let intent = IntentID.make(at: now)
        try await database.write { transaction in
            try await transaction.organizations.lock(organization)
            // Nobody has this id: what another attempt left gives way only when its lease ran out.
            try await transaction.intents.takeOver(key.description, by: JobID(rawValue: intent.rawValue), in: organization)
            try await transaction.intents.insert(
                PublishIntent(id: intent, organizationID: organization, key: key.description, reservedBytes: 0))
        }
        let renewal = Task { await keepAlive(intent, in: organization) }
        defer { renewal.cancel() }
        let store = try store(storage.place)
        do {
            let mimeType = asset.mimeType ?? "application/octet-stream"
            let plan = BlobPlan(key: key, mimeType: mimeType, isAttachment: !InlineDisplay.isSafe(mimeType: mimeType))
            try await store.replace(plan, withCopyOf: BlobKey(storage.key))
            // A deletion has removed what was there, and not what was put there since.
            if try await isGone(asset.id, in: organization) { try await store.delete(key) }
        } catch {
            try await finish(intent, asset, isCopied: false, in: organization)
            throw error
        }
        try await finish(intent, asset, isCopied: true, in: organization)
    }

    private func isGone(_ id: AssetID, in organization: OrganizationID) async throws -> Bool {
        let asset = try await database.read { try await $0.assets.find(id, in: organization) }
        return asset == nil || asset?.status == .deleting
    }

    private func finish(_ intent: IntentID, _ asset: Asset, isCopied: Bool, in organization: OrganizationID) async throws {
        try await database.write { transaction in
            try await transaction.organizations.lock(organization)
            guard try await transaction.intents.take(intent, in: organization) != nil else {
                if isCopied { throw ServiceError.interrupted }
                return
            }
            if isCopied { _ = try await transaction.assets.setPublicCopy(version: asset.version, of: asset.id, in: organization) }
        }
    }

    private func keepAlive(_ intent: IntentID, in organization: OrganizationID) async {
        while (try? await Task.sleep(for: .seconds(IntentTable.leaseSeconds / 3))) != nil {
            _ = try? await database.write { transaction in
                try await transaction.organizations.lock(organization)
                return try await transaction.intents.renew(intent, in: organization)
            }
        }
    }
}
