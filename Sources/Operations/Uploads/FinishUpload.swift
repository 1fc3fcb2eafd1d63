internal import BlobStorage
internal import Database
internal import Library
internal import LibraryStore

/// Another request is making the asset of the same upload.
struct BeingFinished: Error {}

extension MediaLibrary {
    /// Makes the asset of an upload whose bytes are all there, once: who comes while another request is at it waits for what that makes.
    ///
    /// An attempt that died leaves its quota to the next. A refusal that no repetition could change ends the upload; after any other it
    /// can be finished again.
    func finish(_ upload: Upload, _ details: UploadDetails, by caller: Caller) async throws -> UploadOutcome {
        var interruptions = 0
        for _ in 0..<Self.longestWait {
            let (now, isBusy) = try await state(of: upload)
            guard let now, !now.isEnded else { throw UploadError.notFound }
            if let asset = now.assetID { return try await finished(as: asset, by: caller) }
            if !isBusy {
                do {
                    return try await attempt(now, details, by: caller)
                } catch ServiceError.interrupted where interruptions == 0 {
                    interruptions += 1  // overtaken, or so slow that it counted as dead
                } catch is BeingFinished {}
            }
            try await Task.sleep(for: Self.pause)
        }
        throw UploadError.locked
    }

    /// Takes the upload's quota for an intent of the same size; the organization is locked.
    ///
    /// What an earlier attempt held that died comes along. Throws ``BeingFinished`` while one lives.
    static func takeOver(
        _ upload: UploadID, in organization: Organization, reserving bytes: Int64, _ transaction: any Transaction
    ) async throws -> Int64 {
        let id = organization.id
        let isBusy = try await transaction.intents.isBeingFinished(upload, within: UploadSettings.silence, in: id)
        guard !isBusy, let now = try await transaction.uploads.find(upload, in: id), now.assetID == nil, !now.isEnded else {
            throw BeingFinished()
        }
        let held =
            try await transaction.intents.disown(finishing: upload, in: id)
            + transaction.uploads.takeReservation(of: upload, in: id)
        if held >= bytes { return held }
        guard try await transaction.organizations.reserve(bytes - held, limit: organization.maxStorageBytes, in: id) else {
            throw AssetError.quotaExceeded(limit: organization.maxStorageBytes)
        }
        return bytes
    }

    private static let pause = Duration.milliseconds(100)
    /// A minute of pauses.
    private static let longestWait = 600

    private func state(of upload: Upload) async throws -> (Upload?, Bool) {
        try await database.read { transaction in
            (
                try await transaction.uploads.find(upload.id, in: upload.organizationID),
                try await transaction.intents.isBeingFinished(
                    upload.id, within: UploadSettings.silence, in: upload.organizationID)
            )
        }
    }

    private func finished(as id: AssetID, by caller: Caller) async throws -> UploadOutcome {
        let organization = caller.organization.id
        guard let asset = try await database.read({ try await $0.assets.find(id, in: organization) }), asset.status != .deleting
        else { throw AssetError.notFound }
        return UploadOutcome(asset: asset, isNew: false, duplicateOf: nil)
    }

    private func attempt(_ upload: Upload, _ details: UploadDetails, by caller: Caller) async throws -> UploadOutcome {
        let outcome: UploadOutcome
        do {
            let source = try await source(of: upload)
            let signs = giveSigns(of: upload)
            defer { signs.cancel() }
            outcome = try await makeAsset(of: source, details, finishing: upload, by: caller)
            if !outcome.isNew { try await note(outcome.asset.id, as: upload) }
        } catch let error as AssetError where error.endsUpload {
            try await end(upload)
            throw error
        } catch let error as UploadError where error.isAboutContent {
            try? await removeBlobs([StorageKey.presignedUpload(upload.organizationID, upload.id)], of: upload)
            throw error
        }
        await forgetParts(of: upload)
        return outcome
    }

    private func source(of upload: Upload) async throws -> PartsSource {
        let (store, id) = (try store(upload.place), upload.organizationID)
        switch upload.method {
        case .tus:
            let parts = try await database.read { try await $0.uploads.parts(of: upload.id, in: id) }
            return PartsSource(parts, in: store)
        case .presigned:
            let key = StorageKey.presignedUpload(id, upload.id)
            let size: Int64
            do {
                size = try await store.open(BlobKey(key)).byteSize
            } catch BlobError.notFound {
                throw UploadError.incomplete(received: 0, announced: upload.byteSize)
            }
            guard size == upload.byteSize else { throw UploadError.sizeDiffers(actual: size, announced: upload.byteSize) }
            return PartsSource([UploadPart(position: 0, key: key, byteSize: size)], in: store)
        }
    }

    /// Lets intent and upload live on while an asset is made of it, until it is cancelled.
    private func giveSigns(of upload: Upload) -> Task<Void, Never> {
        let (id, organization) = (upload.id, upload.organizationID)
        return Task {
            while (try? await Task.sleep(for: .seconds(UploadSettings.signInterval))) != nil {
                // One that fails is made up for by the next: silence has to last for a while to mean something.
                try? await database.write { transaction in
                    try await transaction.organizations.lock(organization)
                    try await transaction.intents.renew(finishing: id, in: organization)
                    try await transaction.uploads.extend(id, lifetime: uploadLifetime, in: organization)
                }
            }
        }
    }

    /// The upload came to an asset that was there already.
    private func note(_ asset: AssetID, as upload: Upload) async throws {
        let (id, organization) = (upload.id, upload.organizationID)
        try await database.write { transaction in
            try await transaction.organizations.lock(organization)
            let reserved = try await transaction.uploads.takeReservation(of: id, in: organization)
            try await transaction.organizations.release(reserved, in: organization)
            _ = try await transaction.uploads.finish(upload, as: asset, lifetime: uploadLifetime)
        }
    }
}

extension AssetError {
    /// Whether the same bytes would be refused again, whatever else is said about them.
    fileprivate var endsUpload: Bool {
        switch self {
        case .typeRefused, .emptyFile, .duplicate, .fileTooLarge: true
        default: false
        }
    }
}

extension UploadError {
    /// Whether what a client wrote to a signed address is to be written again.
    fileprivate var isAboutContent: Bool {
        switch self {
        case .sizeDiffers, .contentDiffers: true
        default: false
        }
    }
}
