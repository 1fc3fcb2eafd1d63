internal import BlobStorage
internal import Library

/// The parts of an upload, read one after the other as one file.
///
/// Used by one reading at a time, as every source is.
final class PartsSource: UploadSource, @unchecked Sendable {  // one reading ends before the next begins
    private let store: any BlobStore
    private var parts: ArraySlice<UploadPart>
    private var stream: (any BlobStream)?

    init(_ parts: [UploadPart], in store: any BlobStore) {
        self.store = store
        self.parts = parts[...]
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) async throws -> Int {
        while true {
            if let stream {
                let count = try await stream.read(into: buffer)
                if count > 0 { return count }
                self.stream = nil
            }
            guard let part = parts.popFirst() else { return 0 }
            let blob = try await store.open(BlobKey(part.key))
            guard blob.byteSize == part.byteSize else {
                throw ServiceError.fileMissing(cause: "\(part.key) has \(blob.byteSize) bytes, recorded are \(part.byteSize)")
            }
            stream = try await blob.stream(0..<blob.byteSize)
        }
    }
}
