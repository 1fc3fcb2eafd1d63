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
        let mimeType = try await acceptedType(of: intake, details, in: caller.organization)
        let id = AssetID.make(at: now)
        let key = StorageKey.original(
            caller.organization.id, id, version: 1, fileExtension: FileExtension.preferred(forMIMEType: mimeType))
        let publication = try await beginUpload(
            to: BlobKey(key), mimeType, details, headCount: Int64(intake.headCount), in: caller.organization)
        let file = try await takeIn(intake, details, as: mimeType, into: publication) {
            _ = try $0.metadata()
        } publish: {
            try await publication.publish()
        }
        let metadata = try file.details.metadata()
        let now = now
        let asset = Asset(
            id: id, organizationID: caller.organization.id, kind: AssetKind(mimeType: mimeType), provider: .upload,
            storage: StoredBlob(place: publication.store.place, key: key, publicURL: publicURL(of: key)), mimeType: mimeType,
            byteSize: file.bytes.byteSize, checksum: file.bytes.checksum, metadata: metadata, originalName: metadata.displayName,
            picture: file.inspection.facts, thumbnail: file.inspection.thumbnail, createdBy: caller.user?.id, createdAt: now,
            updatedAt: now
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
                try await transaction.settle(caller, as: asset.id)
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
}

extension UploadDetails {
    /// The new asset's metadata, checked and normalized.
    fileprivate func metadata() throws(AssetError) -> AssetMetadata {
        var edit = AssetEdit()
        edit.title = .some(title)
        edit.description = .some(description)
        edit.altText = .some(altText)
        edit.label = .some(label)
        edit = try edit.checked()
        return AssetMetadata(
            displayName: FileName.cleaned(fileName), title: edit.title ?? nil, description: edit.description ?? nil,
            altText: edit.altText ?? nil, label: edit.label ?? nil)
    }
}
