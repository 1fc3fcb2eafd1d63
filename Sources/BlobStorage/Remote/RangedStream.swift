internal import HTTPClient
internal import Platform

/// A blob on an HTTP server, as a `RangedStream` reads it.
protocol RangedSource: Sendable {
    /// How often a stream may be taken up again, and once.
    var attempts: Int { get }

    /// The bytes of `range`, which is not empty, and how many come before it: a server may answer with the whole.
    func request(_ range: Range<Int64>) async throws(BlobError) -> (download: HTTPDownload, excess: Int64)

    func explained(_ error: HTTPClientError) -> BlobError
}

/// A range of a blob, read in order; what breaks off in the middle is taken up again where it was.
final class RangedStream: BlobStream {
    private struct State {
        var position: Int64
        var download: HTTPDownload?
        var resumptions = 0
    }

    private let blob: any RangedSource
    private let end: Int64
    private let state: Locked<State>

    init(_ blob: any RangedSource, _ range: Range<Int64>) {
        self.blob = blob
        end = range.upperBound
        state = Locked(State(position: range.lowerBound))
    }

    /// A stream whose request is sent, so that a blob that is gone is noticed before the first byte is promised.
    static func begun(_ blob: any RangedSource, _ range: Range<Int64>) async throws(BlobError) -> RangedStream {
        let stream = RangedStream(blob, range)
        _ = try await stream.current()
        return stream
    }

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
        do throws(HTTPClientError) { try await fresh.skip(excess) } catch { throw blob.explained(error) }
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
        let mayResume = state.withLock { state in
            state.download = nil
            state.resumptions += 1
            return error.isPassing && state.resumptions < blob.attempts
        }
        if !mayResume { throw blob.explained(error) }
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
