internal import HTTPClient
internal import Platform

/// Exactly so many bytes of an answer, read in order; an answer that ends before is an error.
final class DownloadStream: BlobStream {
    private let download: HTTPDownload
    private let left: Locked<Int64>

    init(_ download: HTTPDownload, length: Int64) {
        self.download = download
        left = Locked(length)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) async throws(BlobError) -> Int {
        let wanted = Int(min(Int64(buffer.count), left.withLock(\.self)))
        guard wanted > 0 else { return 0 }
        let count: Int
        do {
            count = try await download.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]))
        } catch {
            throw .unavailable(error.description)
        }
        guard count > 0 else { throw .unavailable("the answer was cut short") }
        left.withLock { $0 -= Int64(count) }
        return count
    }
}

/// No bytes: what a store is not asked for.
final class EmptyStream: BlobStream {
    func read(into buffer: UnsafeMutableRawBufferPointer) async throws(BlobError) -> Int { 0 }
}
