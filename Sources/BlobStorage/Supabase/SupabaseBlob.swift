internal import HTTPClient
internal import Platform

/// One version of an object. Its keys are never written twice, and should somebody do it by other means, the tag tells.
struct SupabaseBlob: RemoteBlob, RangedSource {
    let key: BlobKey
    let byteSize: Int64
    let tag: String
    let store: SupabaseBlobStore

    var attempts: Int { store.client.configuration.retry.attempts }

    func explained(_ error: HTTPClientError) -> BlobError { store.explained(SupabaseFailure(error)) }

    func stream(_ range: Range<Int64>) async throws(BlobError) -> any BlobStream { try await RangedStream.begun(self, range) }

    func download() async throws(BlobError) -> FileDescriptor {
        try await store.staging.spool.fetch(RangedStream(self, 0..<byteSize))
    }

    func request(_ range: Range<Int64>) async throws(BlobError) -> (download: HTTPDownload, excess: Int64) {
        let client = store.client
        var request = client.request(.get, client.path("/object/authenticated", key.description))
        request.headers.append(("Range", "bytes=\(range.lowerBound)-\(range.upperBound - 1)"))
        let download: HTTPDownload
        do throws(SupabaseFailure) { download = try await client.open(request) } catch {
            if error.refusal?.status == 416 { throw .notFound }  // it has become shorter
            throw try await store.confirmed(error)
        }
        guard SupabaseDescription.tag(download.headers) == tag else { throw .notFound }
        switch (download.status, download.headers["Content-Range"] ?? download.headers["Content-Length"]) {
        case (206, "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(byteSize)"): return (download, 0)
        case (200, "\(byteSize)"), (200, nil): return (download, range.lowerBound)
        default: throw .unavailable("Supabase: the answer is not the range that was asked for")
        }
    }
}

/// What a store says of an object without its bytes.
struct SupabaseDescription {
    let byteSize: Int64
    /// In seconds since 1970.
    let modifiedAt: Int64
    let tag: String

    /// Reads the head of an answer, to HEAD or for a range; nil when something is missing in it.
    init?(_ head: HTTPDownload) {
        let total = head.headers["Content-Range"]?.split(separator: "/").last.map(String.init) ?? head.headers["Content-Length"]
        guard let byteSize = total.flatMap({ Int64($0) }), byteSize >= 0, let tag = Self.tag(head.headers) else { return nil }
        self.byteSize = byteSize
        self.tag = tag
        modifiedAt = head.headers.date("Last-Modified") ?? 0
    }

    /// The entity tag, without what proxies add to it on their way.
    static func tag(_ headers: HTTPClientHeaders) -> String? {
        guard var tag = headers["ETag"]?[...] else { return nil }
        if tag.hasPrefix("W/") { tag = tag.dropFirst(2) }
        return tag.isEmpty ? nil : String(tag)
    }
}

extension SupabaseBlobStore {
    func describe(_ key: BlobKey) async throws(BlobError) -> SupabaseDescription {
        let path = client.path("/object/authenticated", key.description)
        let head: HTTPDownload
        do throws(SupabaseFailure) {
            head = try await describing(path)
        } catch {
            throw try await confirmed(error)
        }
        guard let description = SupabaseDescription(head) else {
            throw .unavailable("Supabase: the answer has no size or no tag")
        }
        return description
    }

    /// HEAD, which every version of the service knows. Its refusals have no body to say what is meant by 400; a GET's do.
    private func describing(_ path: String) async throws(SupabaseFailure) -> HTTPDownload {
        do throws(SupabaseFailure) { return try await client.open(client.request(.head, path)) } catch {
            guard error.refusal?.status == 400 else { throw error }
        }
        var request = client.request(.get, path)
        request.headers.append(("Range", "bytes=0-0"))
        return try await client.open(request)
    }
}
