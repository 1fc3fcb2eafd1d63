internal import HTTPClient
internal import Platform

/// One version of an object, read by ranges; its ETag keeps other bytes out.
struct S3Blob: RemoteBlob, RangedSource {
    let key: String
    let object: S3Object
    let store: S3BlobStore

    var attempts: Int { store.client.configuration.retry.attempts }

    func explained(_ error: HTTPClientError) -> BlobError { BlobError(S3Error(error)) }

    func stream(_ range: Range<Int64>) async throws(BlobError) -> any BlobStream { try await RangedStream.begun(self, range) }

    func download() async throws(BlobError) -> FileDescriptor {
        try await store.spool.fetch(RangedStream(self, 0..<object.byteSize))
    }

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
        if let stated = download.headers["Content-Range"] {
            let isRight = stated.hasPrefix("bytes \(range.lowerBound)-\(range.upperBound - 1)/") && length == Int64(range.count)
            if isRight { return (download, 0) }
        } else if download.status == 200, length == object.byteSize {
            return (download, range.lowerBound)
        }
        throw .unavailable("S3 answered another range than was asked for")
    }
}
