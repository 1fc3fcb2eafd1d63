internal import BlobStorage
internal import Cryptography
internal import Library

/// What arrived: counted and hashed on its way, never taken from the client.
struct ReceivedBytes {
    let byteSize: Int64
    /// SHA-256.
    let checksum: [UInt8]
}

/// Moves an upload's bytes once, through hash and counter into staging; while one buffer is hashed and written, the next is filled.
///
/// Used by one task and the reading it started.
final class UploadIntake: @unchecked Sendable {  // a reading has a buffer of its own and ends before its task goes on
    static let bufferSize = 256 * 1024

    private let source: any UploadSource
    private var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bufferSize, alignment: 4096)
    private var nextBuffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bufferSize, alignment: 4096)
    private(set) var headCount = 0
    private var isComplete = false

    init(_ source: some UploadSource) { self.source = source }

    deinit {
        buffer.deallocate()
        nextBuffer.deallocate()
    }

    /// The first bytes, enough to know the type by; valid until ``receive(into:isSizeDeclared:check:)``.
    var head: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer[..<headCount]) }

    /// Reads until the buffer is full or the upload ends.
    func readHead() async throws { headCount = try await fill(buffer) }

    /// Writes head and rest into `publication`; `check` sees the size so far before any of it is kept.
    func receive(
        into publication: Publication, isSizeDeclared: Bool, check: (Int64) throws(AssetError) -> Void
    ) async throws -> ReceivedBytes {
        let hash = SHA256()
        var total: Int64 = 0
        var count = headCount
        while count > 0 {
            total += Int64(count)
            try check(total)
            try await publication.willGrow(to: total, isDeclared: isSizeDeclared)
            count = try await readingAhead(publication) {
                let piece = UnsafeRawBufferPointer(rebasing: buffer[..<count])
                hash.update(piece)
                try await publication.write(piece)
            }
            swap(&buffer, &nextBuffer)
        }
        try await publication.finish()
        return ReceivedBytes(byteSize: total, checksum: hash.finalize())
    }

    /// `details` with what the client said after its file.
    func completed(_ details: UploadDetails) async throws -> UploadDetails { try await source.completed(details) }

    /// Fills `nextBuffer` while `body` runs; how many bytes came.
    private func readingAhead(_ publication: Publication, _ body: () async throws -> Void) async throws -> Int {
        // Of the publication the reading touches the lease alone, and `body` does not.
        nonisolated(unsafe) let (publication, nextBuffer) = (publication, nextBuffer)
        async let count = fill(nextBuffer, for: publication)
        try await body()
        return try await count
    }

    /// A slow client takes minutes to fill the buffer: the lease must not wait for that.
    private func fill(_ buffer: UnsafeMutableRawBufferPointer, for publication: Publication? = nil) async throws -> Int {
        var count = 0
        while count < buffer.count, !isComplete {
            let read = try await source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
            if read == 0 { isComplete = true }
            count += read
            try await publication?.stayAlive()
        }
        return count
    }
}
