package import BlobStorage
internal import Database
internal import Library
internal import LibraryStore

extension MediaLibrary {
    /// An address that reads the blob under `key` from its object store for `lifetime` seconds, without this server (M22).
    ///
    /// Throws ``PresignError``, and ``ServiceError`` when the store does not answer.
    package func presignRead(_ key: String, lifetime: Int64) async throws -> PresignedRequest {
        do {
            let blob = try await database.read { try await $0.delivery.find(key: key) }
            let place = blob?.place ?? stores.media.place
            return try await presigning(place).presignedRead(
                try blobKey(blob?.key ?? key), as: BlobPresentation(), lifetime: lifetime)
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// An address that writes `byteSize` bytes under `key` to the object store of new assets, for `lifetime` seconds.
    package func presignWrite(_ key: String, mimeType: String, byteSize: Int64, lifetime: Int64) async throws -> PresignedRequest
    {
        do {
            let plan = BlobPlan(
                key: try blobKey(key), mimeType: mimeType, isAttachment: !InlineDisplay.isSafe(mimeType: mimeType))
            return try await presigning(stores.media.place).presignedWrite(plan, byteSize: byteSize, lifetime: lifetime)
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    private func presigning(_ place: StoragePlace) throws -> any PresigningBlobStore {
        guard let store = try store(place) as? any PresigningBlobStore else { throw PresignError.notSupported(place.provider) }
        return store
    }

    private func blobKey(_ text: String) throws(PresignError) -> BlobKey {
        guard let key = try? BlobKey(text) else { throw .invalidKey(text) }
        return key
    }
}

/// Why no address was signed.
package enum PresignError: Failure {
    /// The provider, which signs nothing.
    case notSupported(String)
    case invalidKey(String)

    package var code: String {
        switch self {
        case .notSupported: "presign_not_supported"
        case .invalidKey: "invalid_key"
        }
    }

    package var sentence: String {
        switch self {
        case .notSupported(let provider):
            "Files in the “\(provider)” storage cannot be reached without this server; only an object store's addresses are signed."
        case .invalidKey(let text):
            "“\(text)” is no storage key; a key has letters, digits, dots, dashes and underscores, joined by slashes."
        }
    }
}
