internal import BlobStorage
internal import Database
internal import FileTypes
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Stores a file as a new asset: capability, limits, reservation, bytes, durable publish, row (ARCHITECTURE, "Publish").
    ///
    /// When this returns, the bytes and the row survive a power cut. When it throws, nothing of the upload is listed, and its
    /// reservation and bytes are gone or will be with the next sweep. Throws ``AccessError``, ``AssetError``, ``ServiceError``.
    package func uploadAsset(_ source: some UploadSource, _ details: UploadDetails, by caller: Caller) async throws -> Asset {
        try caller.require(.upload)
        _ = try details.metadata()
        try checkSize((details.declaredByteSize ?? 0) - UploadDetails.declaredSlack, in: caller.organization)
        do {
            return try await blocking {
                try await receive(UploadIntake(source), details, by: caller)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    private func receive(_ intake: UploadIntake, _ details: UploadDetails, by caller: Caller) async throws -> Asset {
        try await intake.readHead()
        guard intake.headCount > 0 else { throw AssetError.emptyFile }
        let mimeType = fileTypes.mimeType(ofHead: intake.head, byteSize: details.declaredByteSize ?? Int64(intake.headCount))
        let accepted = caller.organization.policy.acceptedTypes
        guard accepted.contains(mimeType: mimeType) else {
            throw AssetError.typeRefused(mimeType: mimeType, accepted: accepted.summary)
        }

        let id = AssetID.make(at: now)
        let key = StorageKey.original(
            caller.organization.id, id, version: 1, fileExtension: FileExtension.preferred(forMIMEType: mimeType))
        let publication = try await beginUpload(
            to: BlobKey(key), mimeType, details, headCount: Int64(intake.headCount), in: caller.organization)
        let received: ReceivedBytes
        let inspection: PictureInspection
        let metadata: AssetMetadata
        do {
            received = try await intake.receive(into: publication, isSizeDeclared: details.declaredByteSize != nil) {
                size throws(AssetError) in
                try checkSize(size, in: caller.organization)
            }
            metadata = try await intake.completed(details).metadata()
            try await publication.stayAlive()
            inspection = await inspectPicture(try await publication.descriptor(), mimeType: mimeType)
            try await publication.publish()
        } catch {
            await abandon(publication, after: error)
            throw error
        }
        let now = now
        let asset = Asset(
            id: id, organizationID: caller.organization.id, kind: AssetKind(mimeType: mimeType), provider: .upload,
            storage: StoredBlob(place: publication.store.place, key: key, publicURL: publicURL(of: key)), mimeType: mimeType,
            byteSize: received.byteSize, checksum: received.checksum, metadata: metadata, originalName: metadata.displayName,
            picture: inspection.facts, thumbnail: inspection.thumbnail, createdBy: caller.user?.id, createdAt: now, updatedAt: now
        )
        try await commit(asset, publication, by: caller)
        if asset.thumbnail.status == .pending { jobSignal.notify() }
        return asset
    }

    /// Reserves the declared size; where that much is not free, without what other fields of the form may have added to it.
    private func beginUpload(
        to key: BlobKey, _ mimeType: String, _ details: UploadDetails, headCount: Int64, in organization: Organization
    ) async throws -> Publication {
        let declared = details.declaredByteSize ?? 0
        return try await beginPublication(
            of: key, mimeType, reserving: max(declared, headCount),
            orAtLeast: max(declared - UploadDetails.declaredSlack, headCount),
            in: organization)
    }

    private func commit(_ asset: Asset, _ publication: Publication, by caller: Caller) async throws {
        let organization = caller.organization
        let intent = publication.intentID
        do {
            try await database.write { transaction in
                try await transaction.organizations.lock(organization.id)
                guard let reserved = try await transaction.intents.take(intent, in: organization.id) else {
                    throw ServiceError.interrupted
                }
                let fits = try await transaction.organizations.settle(
                    reserved: reserved, used: asset.byteSize ?? 0, limit: organization.maxStorageBytes,
                    in: organization.id)
                guard fits else { throw AssetError.quotaExceeded(limit: organization.maxStorageBytes) }
                try await transaction.assets.insert(asset)
                try await transaction.counters.count(asset, 1, in: organization.id)
                if asset.thumbnail.status == .pending {
                    try await transaction.jobs.enqueue(.renderThumbnail, asset.id, in: organization.id, at: asset.createdAt)
                }
                try await transaction.history.record(AuditEntry(by: caller, "asset.upload", asset, at: asset.createdAt))
                try await transaction.history.announce(asset.id, in: organization.id, at: asset.createdAt)
            }
        } catch {
            await abandon(publication, after: error)
            throw error
        }
    }

    private func checkSize(_ bytes: Int64, in organization: Organization) throws(AssetError) {
        guard bytes <= organization.maxFileBytes else { throw .fileTooLarge(limit: organization.maxFileBytes) }
        guard bytes <= organization.maxStorageBytes else { throw .quotaExceeded(limit: organization.maxStorageBytes) }
    }
}

extension UploadDetails {
    /// The new asset's metadata, checked and normalized.
    fileprivate func metadata() throws(AssetError) -> AssetMetadata {
        var edit = AssetEdit()
        edit.title = .some(title)
        edit.description = .some(description)
        edit.altText = .some(altText)
        edit.label = .some(label)
        return try edit.applied(to: AssetMetadata(displayName: FileName.cleaned(fileName)))
    }
}
