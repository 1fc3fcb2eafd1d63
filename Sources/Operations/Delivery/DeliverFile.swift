internal import BlobStorage
internal import Cryptography
internal import Database
package import Library
internal import LibraryStore
package import Platform

/// An open file and what a response says of it.
package struct Delivery: Sendable {
    let blob: OpenBlob
    package let byteSize: Int64
    package let mimeType: String
    /// SHA-256 of the bytes, in hexadecimal: their strong validator.
    package let checksum: String
    package internal(set) var fileName: String
    package let modifiedAt: Timestamp

    /// The bytes as a file, where their store is on this machine.
    package var localFile: FileDescriptor? { blob.localFile }

    /// The bytes of `range`, from wherever they are. Throws ``ServiceError``.
    package func stream(_ range: Range<Int64>) async throws -> DeliveredBytes {
        do { return DeliveredBytes(try await blob.stream(range)) } catch { throw ServiceError.explaining(error) }
    }
}

/// Bytes on their way out; 0 bytes mark the end, and a stream cut short is an error. One task at a time uses it.
package struct DeliveredBytes: Sendable {
    private let stream: any BlobStream

    init(_ stream: any BlobStream) { self.stream = stream }

    /// Fills the beginning of `buffer` and answers how many bytes.
    package func read(into buffer: UnsafeMutableRawBufferPointer) async throws -> Int { try await stream.read(into: buffer) }
}

extension MediaLibrary {
    /// The file as it was delivered less than a second ago, without waiting for anything.
    package func recentDelivery(of key: String) -> Delivery? { deliveries.find(key) }

    /// Opens the public bytes published under `key` (M42): no session, no organization, the key is the address. Every key an asset's
    /// bytes ever had opens those of its current version.
    ///
    /// Unknown, private, trashed and purged are `notFound` alike.
    package func deliverFile(_ key: String) async throws -> Delivery {
        if let recent = deliveries.find(key) { return recent }
        let changes = deliveries.changes
        let delivery = try await open(key, isSigned: false)
        deliveries.keep(delivery, as: key, since: changes)
        return delivery
    }

    /// As ``deliverFile(_:)`` for whoever has a signed address, which opens private and trashed files too.
    ///
    /// A signature that is not ours for this key is `notFound`, one that has ended `addressExpired`.
    package func deliverFile(_ key: String, signedBy signature: AddressSignature) async throws -> Delivery {
        guard try opens(signature, key) else { throw AssetError.notFound }
        return try await open(key, isSigned: true)
    }

    func open(_ key: String, isSigned: Bool) async throws -> Delivery {
        guard (try? BlobKey(key)) != nil else { throw AssetError.notFound }
        do {
            let (blob, opened) = try await openCurrent(key, isSigned: isSigned)
            if let recorded = blob.byteSize, opened.byteSize != recorded {
                throw ServiceError.fileMissing(cause: "it has \(opened.byteSize) bytes, recorded are \(recorded)")
            }
            return Delivery(
                blob: opened, byteSize: opened.byteSize, mimeType: blob.mimeType,
                checksum: Hex.encode(blob.checksum ?? opened.standInChecksum(of: blob.key)), fileName: blob.fileName,
                modifiedAt: blob.modifiedAt)
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// As ``deliverFile(_:)``, when what was delivered less than a second ago proved to be gone.
    package func deliverFileAnew(_ key: String) async throws -> Delivery {
        deliveries.forget([key])
        return try await deliverFile(key)
    }

    private func openCurrent(_ key: String, isSigned: Bool) async throws -> (DeliveredBlob, OpenBlob) {
        var missing: String?
        while true {
            guard let blob = try await database.read({ try await $0.delivery.findCurrent(key: key) }),
                blob.isPublic || isSigned
            else {
                throw AssetError.notFound
            }
            do throws(BlobError) {
                return (blob, try await store(blob.place).open(BlobKey(blob.key)))
            } catch {
                // Adopted, and nobody has seen the bytes yet.
                if error == .notFound, blob.byteSize == nil { throw AssetError.notFound }
                // Replaced since the row was read: the row names the new bytes now.
                guard error == .notFound, blob.key != missing else { throw error }
                missing = blob.key
            }
        }
    }
}

extension DeliveryTable {
    /// The blob under `key` or, where the key is one an asset's bytes once had, their current version. The second look is for those
    /// alone.
    fileprivate func findCurrent(key: String) async throws -> DeliveredBlob? {
        if let blob = try await find(key: key) { return blob }
        if let name = AssetKey(key), let blob = try await current(name) { return blob }
        return try await adopted(key)
    }
}

extension OpenBlob {
    /// What tells these bytes from others while nobody has read them: the store's word for when they were written, and their number.
    fileprivate func standInChecksum(of key: String) -> [UInt8] {
        SHA256.hash(Array("\(key) \(byteSize) \(modifiedAt)".utf8))
    }
}
