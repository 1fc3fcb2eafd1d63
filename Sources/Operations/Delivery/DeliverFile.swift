internal import BlobStorage
internal import Cryptography
internal import Database
package import Library
internal import LibraryStore
package import Platform

/// An open file and what a response says of it.
package struct Delivery: Sendable {
    package let descriptor: FileDescriptor
    package let byteSize: Int64
    package let mimeType: String
    /// SHA-256 of the bytes, in hexadecimal: their strong validator.
    package let checksum: String
    package let fileName: String
    package let modifiedAt: Timestamp
}

extension MediaLibrary {
    /// The file as it was delivered less than a second ago, without waiting for anything.
    package func recentDelivery(of key: String) -> Delivery? { deliveries.find(key) }

    /// Opens the public bytes published under `key` (M42): no session, no organization, the key is the address.
    ///
    /// Unknown, private, trashed and purged are `notFound` alike.
    package func deliverFile(_ key: String) async throws -> Delivery {
        if let recent = deliveries.find(key) { return recent }
        guard let blobKey = try? BlobKey(key) else { throw AssetError.notFound }
        let changes = deliveries.changes
        do {
            guard let blob = try await database.read({ try await $0.delivery.find(key: key) }), blob.isPublic else {
                throw AssetError.notFound
            }
            let opened = try await blobs.open(blobKey)
            guard opened.byteSize == blob.byteSize else { throw ServiceError.fileMissing }
            let delivery = Delivery(
                descriptor: opened.descriptor, byteSize: blob.byteSize, mimeType: blob.mimeType,
                checksum: Hex.encode(blob.checksum), fileName: blob.fileName, modifiedAt: blob.modifiedAt)
            deliveries.keep(delivery, as: key, since: changes)
            return delivery
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}
