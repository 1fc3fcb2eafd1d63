internal import BlobStorage
internal import Cryptography
internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// The address the bytes of a presigned upload are written to: the object store's own, or one of this server (M19).
    ///
    /// Throws ``UploadError`` `notFound`, and ``ServiceError`` when the store does not answer.
    package func signUpload(_ id: UploadID, by caller: Caller) async throws -> UploadAddress {
        try caller.require(.upload)
        do {
            let upload = try await find(id, by: caller)
            guard upload.method == .presigned else { throw UploadError.notFound }
            let lifetime = max(1, upload.expiresAt.seconds - now.seconds)
            guard let store = try store(upload.place) as? any PresigningBlobStore else { return ownAddress(of: upload, lifetime) }
            // Nobody is served from there: the type is a matter between client and store.
            let plan = BlobPlan(
                key: try BlobKey(StorageKey.presignedUpload(upload.organizationID, id)),
                mimeType: upload.mimeType ?? "application/octet-stream", isAttachment: true)
            let request = try await store.presignedWrite(plan, byteSize: upload.byteSize, lifetime: lifetime)
            return UploadAddress(
                method: request.method, url: request.url, headers: request.headers,
                expiresAt: min(Timestamp(microseconds: request.expiresAt * 1_000_000), upload.expiresAt))
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// Takes in the bytes written to an address of this server; the same address takes them again, as long as no asset was made of them.
    ///
    /// Nobody asks but the signature. Throws ``UploadError`` `notFound` for a wrong one, `expired`, `sizeDiffers`.
    package func receiveUpload(
        _ id: UploadID, _ source: some UploadSource, byteSize: Int64?, with signature: UploadSignature
    ) async throws {
        do {
            let (upload, organization) = try await opened(id, by: signature)
            if let byteSize, byteSize != upload.byteSize {
                throw UploadError.sizeDiffers(actual: byteSize, announced: upload.byteSize)
            }
            try await blocking { try await receive(source, of: upload, in: organization) }
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    private func ownAddress(of upload: Upload, _ lifetime: Int64) -> UploadAddress {
        let expires = now.seconds + lifetime
        let signature = UploadSignature(of: upload, expires: expires, by: secret.key(for: Self.purpose))
        return UploadAddress(
            method: "PUT", url: "/organization/assets/uploads/\(upload.id)/file?\(signature.query)",
            headers: [("Content-Type", upload.mimeType ?? "application/octet-stream")],
            expiresAt: Timestamp(microseconds: expires * 1_000_000))
    }

    private static let purpose = "upload-address"

    private func opened(_ id: UploadID, by signature: UploadSignature) async throws -> (Upload, Organization) {
        let (upload, organization) = try await database.read { transaction in
            (
                try await transaction.uploads.find(id, in: signature.organization),
                try await transaction.organizations.find(signature.organization)
            )
        }
        guard let upload, let organization, upload.method == .presigned,
            signature.isValid(for: upload, secret.key(for: Self.purpose)), upload.assetID == nil, !upload.isEnded
        else { throw UploadError.notFound }
        if upload.isExpired || signature.expires <= now.seconds { throw UploadError.expired }
        return (upload, organization)
    }

    private func receive(_ source: some UploadSource, of upload: Upload, in organization: Organization) async throws {
        let publication = try await beginPublication(
            of: BlobKey(StorageKey.presignedUpload(organization.id, upload.id)), "application/octet-stream",
            to: store(upload.place), reserving: 0, for: .upload(upload.id), in: organization)
        do {
            let count = try await copy(source, atMost: upload.byteSize, into: publication)
            guard count == upload.byteSize else {
                throw UploadError.sizeDiffers(actual: count, announced: upload.byteSize)
            }
            try await publication.finish()
            // What lies there was written by an earlier request, and no row is made of it but by a new copy.
            try await publishReplacingOrphan(publication) {}
            let (intent, organization) = (publication.intentID, upload.organizationID)
            try await database.write { transaction in
                try await transaction.organizations.lock(organization)
                guard try await transaction.intents.take(intent, in: organization) != nil else { throw ServiceError.interrupted }
                let now = try await transaction.uploads.find(upload.id, in: organization)
                guard let now, now.assetID == nil, !now.isEnded else { throw UploadError.notFound }
            }
        } catch {
            await abandon(publication, after: error)
            throw error
        }
    }

    private func copy(_ source: some UploadSource, atMost limit: Int64, into publication: Publication) async throws -> Int64 {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: UploadIntake.bufferSize, alignment: 4096)
        defer { buffer.deallocate() }
        var total: Int64 = 0
        while true {
            let count = try await source.read(into: buffer)
            if count == 0 { return total }
            total += Int64(count)
            guard total <= limit else { throw UploadError.sizeDiffers(actual: total, announced: limit) }
            try await publication.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            try await publication.stayAlive()
        }
    }
}
