internal import BlobStorage
internal import Database
internal import FileTypes
package import Library
internal import LibraryStore

/// What became of an upload.
package struct UploadOutcome: Sendable {
    package let asset: Asset
    /// False where an asset with the same bytes is the answer, and nothing was stored (M21).
    package let isNew: Bool
    /// The oldest other asset in the library with the same bytes; `asset` itself where nothing was stored.
    package let duplicateOf: AssetID?
}

extension MediaLibrary {
    /// Stores a file as a new asset: capability, limits, reservation, bytes, durable publish, row (ARCHITECTURE, "Publish").
    ///
    /// When this returns, the bytes and the row survive a power cut. When it throws, nothing of the upload is listed, and its
    /// reservation and bytes are gone or will be with the next sweep. Throws ``AccessError``, ``AssetError``, ``FolderError``,
    /// ``ServiceError``.
    ///
    /// With ``OnDuplicate/reuse`` an asset in the library that has the same bytes is the answer as it stands: what the upload says about
    /// title, folder, path or tags has to be well formed, and is not kept then.
    package func upload(_ source: some UploadSource, _ details: UploadDetails, by caller: Caller) async throws -> UploadOutcome {
        try await makeAsset(of: source, details, finishing: nil, by: caller)
    }

    /// The same for bytes that came by several requests: `upload` gives its reservation and is noted as finished with the row.
    func makeAsset(
        of source: some UploadSource, _ details: UploadDetails, finishing upload: Upload?, by caller: Caller
    ) async throws -> UploadOutcome {
        try caller.require(.upload)
        let record = try details.record(asFarAsIn: caller.organization.policy)
        try checkSize((details.declaredByteSize ?? 0) - UploadDetails.declaredSlack, in: caller.organization)
        do {
            if details.onDuplicate == .copy { try await checkPlace(record, in: caller.organization.id) }
            return try await blocking {
                try await receive(UploadIntake(source), details, finishing: upload, by: caller)
            }
        } catch let held as HeldAlready {
            return UploadOutcome(asset: held.asset, isNew: false, duplicateOf: held.asset.id)
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// ``upload(_:_:by:)`` for who does not ask whether the asset is new.
    package func uploadAsset(_ source: some UploadSource, _ details: UploadDetails, by caller: Caller) async throws -> Asset {
        try await upload(source, details, by: caller).asset
    }

    private func receive(
        _ intake: UploadIntake, _ details: UploadDetails, finishing upload: Upload?, by caller: Caller
    ) async throws -> UploadOutcome {
        let organization = caller.organization
        let mimeType = try await acceptedType(of: intake, details, in: organization)
        let former = details.provenance?.former
        let id = former?.newID ?? AssetID.make(at: now)
        let key = StorageKey.original(
            organization.id, id, version: 1, fileExtension: FileExtension.preferred(forMIMEType: mimeType))
        let publication = try await beginUpload(
            to: BlobKey(key), mimeType, details, headCount: Int64(intake.headCount), finishing: upload, in: organization)
        let file = try await takeIn(intake, details, as: mimeType, into: publication) { details, bytes in
            if let checksum = upload?.checksum ?? former?.checksum, checksum != bytes.checksum {
                throw UploadError.contentDiffers
            }
            let record = try details.record(in: organization.policy)
            try await checkDuplicate(of: bytes, details.onDuplicate, in: organization.id)
            try await checkPlace(record, in: organization.id)
        } publish: {
            try await publication.publish()
        }
        let now = now
        let name = FileName.cleaned(file.details.fileName)
        var asset = Asset(
            id: id, organizationID: organization.id, kind: AssetKind(mimeType: mimeType), provider: .upload,
            storage: StoredBlob(place: publication.store.place, key: key, publicURL: publicURL(of: key)), mimeType: mimeType,
            byteSize: file.bytes.byteSize, checksum: file.bytes.checksum, metadata: AssetMetadata(displayName: name),
            originalName: name, sourceURL: file.details.sourceURL, picture: file.inspection.facts,
            thumbnail: file.inspection.thumbnail,
            createdBy: caller.user?.id, createdAt: former?.createdAt ?? now, updatedAt: now
        )
        asset.take(try file.details.record(in: organization.policy))
        if let former { asset.take(former) }
        let outcome = try await commit(asset, file.details, publication, finishing: upload, by: caller, at: now)
        if asset.thumbnail.status == .pending { jobSignal.notify() }
        return outcome
    }

    /// Reserves the declared size; where that much is not free, without what other fields of the form may have added to it.
    private func beginUpload(
        to key: BlobKey, _ mimeType: String, _ details: UploadDetails, headCount: Int64, finishing upload: Upload?,
        in organization: Organization
    ) async throws -> Publication {
        let declared = details.declaredByteSize ?? 0
        return try await beginPublication(
            of: key, mimeType, reserving: max(declared, headCount),
            orAtLeast: max(declared - UploadDetails.declaredSlack, headCount), finishing: upload?.id, in: organization)
    }

    private func commit(
        _ asset: Asset, _ details: UploadDetails, _ publication: Publication, finishing upload: Upload?, by caller: Caller,
        at now: Timestamp
    ) async throws -> UploadOutcome {
        let organization = caller.organization
        let intent = publication.intentID
        do {
            return try await database.write { transaction in
                try await transaction.organizations.lock(organization.id)
                // Of an upload in several requests another attempt may have taken over.
                guard let intent = try await transaction.intents.remove(intent, in: organization.id), intent.upload == upload?.id
                else { throw ServiceError.interrupted }
                let reserved = intent.reservedBytes
                let duplicate = try await transaction.duplicate(
                    of: asset.checksum ?? [], details.onDuplicate, in: organization.id)
                let fits = try await transaction.organizations.settle(
                    reserved: reserved, used: asset.byteSize ?? 0, limit: organization.maxStorageBytes,
                    in: organization.id)
                guard fits else { throw AssetError.quotaExceeded(limit: organization.maxStorageBytes) }
                try await transaction.settle(caller, as: asset.id)
                if let upload {
                    let isFinishedHere = try await transaction.uploads.finish(
                        upload, as: asset.id, lifetime: uploadLifetime)
                    guard isFinishedHere else { throw ServiceError.interrupted }
                }
                let asset = try await transaction.insert(
                    asset, numberingTakenName: details.numbersTakenName, from: details.provenance, in: organization, at: now)
                try await transaction.counters.count(asset, 1, in: organization.id)
                if asset.thumbnail.status == .pending {
                    try await transaction.jobs.enqueue(.renderThumbnail, asset.id, in: organization.id, at: now)
                }
                let source = AuditChange.between([("sourceUrl", nil, asset.sourceURL)])
                try await transaction.history.record(
                    AuditEntry(
                        by: caller, details.provenance == nil ? "asset.upload" : "asset.import", asset, changes: source, at: now))
                try await transaction.history.announce(
                    asset.id, isTombstone: !asset.status.isInLibrary, in: organization.id, at: now)
                return UploadOutcome(asset: asset, isNew: true, duplicateOf: duplicate)
            }
        } catch {
            await abandon(publication, after: error)
            throw error
        }
    }
}
