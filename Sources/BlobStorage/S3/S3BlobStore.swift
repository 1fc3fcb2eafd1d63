package import HTTPClient
package import Platform

/// Blobs as objects of one bucket of an S3 server: the blob `a/b.jpg` is the object `a/b.jpg`.
///
/// Needs of the server: `If-None-Match: *` on PUT, ranges, multipart uploads, and that what it has written can be read at once.
/// `.quarantine/` and `.check/` in the bucket hold what is not published; keys cannot name them.
package final class S3BlobStore: BlobStore {
    package let provider = "s3"
    package var bucket: String? { client.configuration.bucket }

    let client: S3Client
    let spool: Spool
    private let readiness = Locked<UInt64?>(nil)

    /// - Parameters:
    ///   - spool: a folder for bytes on their way, made when missing; its parent must exist.
    ///   - pool: runs the calls that block.
    package init(_ configuration: S3Configuration, connections: StoreConnections, spool: String, pool: BlockingPool)
        throws(BlobError)
    {
        client = try S3Client(configuration, connections)
        self.spool = try Spool(folder: spool, pool: pool)
    }

    package func stage(_ plan: BlobPlan) async throws(BlobError) -> any StagedBlob {
        if let name = plan.name, !BlobKey.isValidSegment(name.utf8) { throw .invalidKey(name) }
        return S3StagedBlob(plan, file: try await spool.makeFile(), store: self)
    }

    package func open(_ key: BlobKey) async throws(BlobError) -> OpenBlob {
        guard let object = try await head(key.description) else { throw .notFound }
        let blob = S3Blob(key: key.description, object: object, store: self)
        return OpenBlob(remote: blob, byteSize: object.byteSize, modifiedAt: object.modifiedAt)
    }

    package func delete(_ key: BlobKey) async throws(BlobError) { try await remove(key.description) }

    /// Removes an object; an absent one counts as removed.
    func remove(_ key: String) async throws(BlobError) {
        do {
            _ = try await client.send(S3Request(.delete, key))
        } catch {
            guard error.code == "NoSuchKey" else { throw BlobError(error) }
        }
    }

    /// What the bucket says of an object; nil when there is none.
    func head(_ key: String) async throws(BlobError) -> S3Object? {
        do {
            return try S3Object(try await client.send(S3Request(.head, key)).headers)
        } catch {
            guard error.status == 404 else { throw BlobError(error) }
        }
        // The answer to HEAD does not say what is missing, and a bucket that is gone must not pass for a blob that is.
        try await expectBucket()
        return nil
    }

    private func expectBucket() async throws(BlobError) {
        do {
            _ = try await client.send(S3Request(.head, nil))
        } catch {
            throw error.status == 404 ? .unavailable("S3: the bucket does not exist") : BlobError(error)
        }
    }

    /// Writes and removes a small object; what was found good less than five seconds ago is not tried again.
    package func check() async throws(BlobError) {
        let now = monotonicMilliseconds()
        if let last = readiness.withLock(\.self), now - last < 5000 { return }
        var write = S3Request(.put, ".check/" + unguessableName())
        write.retry = RetryPolicy.once
        write.totalTimeout = .seconds(5)
        do {
            _ = try await client.send(write)
        } catch {
            throw BlobError(error)
        }
        readiness.withLock { $0 = now }
        try await remove(write.key!)
    }
}

/// What the bucket says of an object.
struct S3Object: Sendable {
    let byteSize: Int64
    /// Seconds since 1970.
    let modifiedAt: Int64
    /// As it came, with its quotes.
    let etag: String
    /// Tells which staged blob it was.
    let uploadToken: String?

    static let uploadTokenField = "x-amz-meta-vitrine-upload"

    init(_ headers: HTTPClientHeaders) throws(S3Error) {
        guard let size = headers["Content-Length"].flatMap({ Int64($0) }), size >= 0, let etag = headers["ETag"], !etag.isEmpty,
            let modifiedAt = headers.date("Last-Modified")
        else { throw S3Error(nonsense: "an object without its length, date or ETag") }
        byteSize = size
        self.modifiedAt = modifiedAt
        self.etag = etag
        uploadToken = headers[Self.uploadTokenField]
    }
}
