import BlobStorage
import Cryptography
import Database
import FileTypes
import Library
import LibraryStore
import Operations
import Platform
import Testing

extension TestLibrary {
    /// Puts `bytes` in the place of an asset's, as the system.
    @discardableResult
    func replace(
        _ id: AssetID, with bytes: [UInt8], as name: String = "new.txt", isDeclared: Bool = true, ifMatch entityTag: String? = nil
    ) async throws -> Asset {
        let details = UploadDetails(fileName: name, declaredByteSize: isDeclared ? Int64(bytes.count) : nil)
        return try await library.replaceAsset(id, with: BytesSource(bytes), details, ifMatch: entityTag, by: system)
    }

    /// Another picture with the same pixels: what follows a PNG's end is no part of it.
    func otherPicture(_ mark: UInt8 = 1) async throws -> [UInt8] { try await Samples.picture.value + [mark] }

    func retired(of id: AssetID) async throws -> [RetiredBlob] {
        let organization = organization.id
        return try await library.database.read { try await $0.retiredBlobs.all(of: id, in: organization) }
    }

    /// The whole of what `key` delivers.
    func delivered(_ key: String) async throws -> [UInt8] {
        let delivery = try await library.deliverFile(key)
        let stream = try await delivery.stream(0..<delivery.byteSize)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
        defer { buffer.deallocate() }
        var bytes: [UInt8] = []
        while true {
            let count = try await stream.read(into: buffer)
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }

    func contents(of key: String) async throws -> [UInt8] {
        let file = try await blobs.open(BlobKey(key)).file()
        var bytes = [UInt8](repeating: 0, count: Int(try file.status().byteSize))
        _ = try bytes.withUnsafeMutableBytes { try file.read(into: $0, at: 0) }
        return bytes
    }

    /// The same library, whose new assets get addresses that point straight at its store.
    func direct() async throws -> MediaLibrary {
        MediaLibrary(
            database: database, stores: BlobStores(media: blobs, logos: blobs), publicBaseURL: "https://cdn.example.com/media",
            mediaWorker: library.mediaWorker, fileTypes: try FileTypeDetector(), secret: .random(),
            blockingPool: BlockingPool(name: "test-direct", threads: 2), clock: clock)
    }
}
