internal import BlobStorage
internal import Cryptography
internal import Library

/// What arrived: counted and hashed on its way, never taken from the client.
struct ReceivedBytes {
    let byteSize: Int64
    /// SHA-256.
    let checksum: [UInt8]
}

/// Moves an upload's bytes once, through hash and counter into staging, by one buffer.
///
/// Used by one task at a time; not `Sendable`.
final class UploadIntake {
    static let bufferSize = 256 * 1024

    private let source: any UploadSource
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bufferSize, alignment: 4096)
    private(set) var headCount = 0
    private var isComplete = false

    init(_ source: some UploadSource) { self.source = source }

    deinit { buffer.deallocate() }

    /// The first bytes, enough to know the type by; valid until ``receive(into:isSizeDeclared:check:)``.
    var head: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer[..<headCount]) }

    /// Reads until the buffer is full or the upload ends.
    func readHead() async throws { headCount = try await fill() }

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
            let piece = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            try await publication.willGrow(to: total, isDeclared: isSizeDeclared)
            hash.update(piece)
            try await publication.write(piece)
            count = try await fill(for: publication)
        }
        try await publication.finish()
        return ReceivedBytes(byteSize: total, checksum: hash.finalize())
    }

    /// `details` with what the client said after its file.
    func completed(_ details: UploadDetails) async throws -> UploadDetails { try await source.completed(details) }

    /// A slow client takes minutes to fill the buffer: the lease must not wait for that.
    private func fill(for publication: Publication? = nil) async throws -> Int {
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
