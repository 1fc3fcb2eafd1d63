internal import HTTPClient
internal import Platform

/// One version of an object, read by ranges; its ETag keeps other bytes out.
struct S3Blob: RemoteBlob {
    let key: String
    let object: S3Object
    let store: S3BlobStore

    func stream(_ range: Range<Int64>) async throws(BlobError) -> any BlobStream {
        let stream = S3BlobStream(self, range)
        try await stream.begin()
        return stream
    }

    func download() async throws(BlobError) -> FileDescriptor {
        let file = try await store.spool.makeFile()
        let stream = S3BlobStream(self, 0..<object.byteSize)
        try await withTaskExecutorPreference(store.spool.pool) { () async throws(BlobError) in
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 512 * 1024, alignment: 4096)
            defer { buffer.deallocate() }
            while true {
                let count = try await stream.read(into: buffer)
                if count == 0 { return }
                do throws(Errno) { try file.write(UnsafeRawBufferPointer(rebasing: buffer[..<count])) } catch {
                    throw BlobError(error)
                }
            }
        }
        return try await store.spool.reopen(file)
    }

    /// The bytes of `range`, which is not empty, and how many come before it: a server may answer with the whole.
    func request(_ range: Range<Int64>) async throws(BlobError) -> (download: HTTPDownload, excess: Int64) {
        var request = S3Request(.get, key)
        request.headers = [("If-Match", object.etag), ("Range", "bytes=\(range.lowerBound)-\(range.upperBound - 1)")]
        let download: HTTPDownload
        do {
            download = try await store.client.open(request)
        } catch {
            throw error.status == 412 ? .notFound : BlobError(error)
        }
        let length = download.headers["Content-Length"].flatMap { Int64($0) }
        switch (download.status, length) {
        case (206, Int64(range.count)): return (download, 0)
        case (200, object.byteSize): return (download, range.lowerBound)
        default: throw .unavailable("S3 answered another range than was asked for")
        }
    }
}

/// A range of an object, read in order; what breaks off in the middle is taken up again where it was.
final class S3BlobStream: BlobStream {
    private struct State {
        var position: Int64
        var download: HTTPDownload?
        var resumptions = 0
    }

    private let blob: S3Blob
    private let end: Int64
    private let state: Locked<State>

    init(_ blob: S3Blob, _ range: Range<Int64>) {
        self.blob = blob
        end = range.upperBound
        state = Locked(State(position: range.lowerBound))
    }

    /// Sends the request, so that a blob that is gone is noticed before the first byte is promised.
    func begin() async throws(BlobError) { _ = try await current() }

    func read(into buffer: UnsafeMutableRawBufferPointer) async throws(BlobError) -> Int {
        while let download = try await current() {
            let position = state.withLock(\.position)
            let room = UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(Int(clamping: end - position)))
            if room.isEmpty { return 0 }
            do throws(HTTPClientError) {
                let count = try await download.read(into: room)
                guard count > 0 else { throw .interrupted("the answer ended early") }
                try await advance(by: count, download)
                return count
            } catch {
                try prepareResumption(after: error)
            }
        }
        return 0
    }

    /// The download to read from; nil at the end of the range.
    private func current() async throws(BlobError) -> HTTPDownload? {
        let (download, position) = state.withLock { ($0.download, $0.position) }
        if position == end { return nil }
        if let download { return download }
        let (fresh, excess) = try await blob.request(position..<end)
        do throws(HTTPClientError) { try await fresh.skip(excess) } catch { throw BlobError(S3Error(error)) }
        state.withLock { $0.download = fresh }
        return fresh
    }

    private func advance(by count: Int, _ download: HTTPDownload) async throws(HTTPClientError) {
        let isAtEnd = state.withLock { state in
            state.position += Int64(count)
            return state.position == end
        }
        guard isAtEnd else { return }
        if download.status == 206 { try? await download.skip(1) }  // sees the end, so that the connection can be used again
        state.withLock { $0.download = nil }
    }

    private func prepareResumption(after error: HTTPClientError) throws(BlobError) {
        let failure = S3Error(error)
        let attempts = blob.store.client.configuration.retry.attempts
        let mayResume = state.withLock { state in
            state.download = nil
            state.resumptions += 1
            return failure.isPassing && state.resumptions < attempts
        }
        if !mayResume { throw BlobError(failure) }
    }
}

extension HTTPDownload {
    /// Reads `count` bytes, or up to the end, and forgets them.
    fileprivate func skip(_ count: Int64) async throws(HTTPClientError) {
        var left = count
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
        defer { buffer.deallocate() }
        while left > 0 {
            let read = try await read(into: UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(Int(clamping: left))))
            if read == 0 { return }
            left -= Int64(read)
        }
    }
}
