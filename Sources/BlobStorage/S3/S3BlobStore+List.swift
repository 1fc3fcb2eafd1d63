internal import HTTPClient

/// An object as a listing shows it; its key need not be a blob's.
struct S3Entry: Sendable {
    let key: String
    let byteSize: Int64
    /// Seconds since 1970.
    let modifiedAt: Int64
}

extension S3BlobStore {
    package func list(prefix: String, after: BlobKey?, limit: Int) async throws(BlobError) -> [BlobEntry] {
        guard BlobKey.isValidPrefix(prefix) else { throw .invalidKey(prefix) }
        var entries: [BlobEntry] = []
        var last = after?.description
        while entries.count < limit {
            let page = try await listPage(prefix: prefix, after: last, limit: min(limit - entries.count, 1000))
            for object in page.objects {
                guard let key = try? BlobKey(object.key) else { continue }
                entries.append(BlobEntry(key: key, byteSize: object.byteSize, modifiedAt: object.modifiedAt))
            }
            guard page.isTruncated, let end = page.objects.last?.key else { break }
            last = end.hasPrefix(".") ? "/" : end  // past all hidden keys at once
        }
        return entries
    }

    /// The first `limit` (at most 1000) objects whose key begins with `prefix` and sorts after `after`.
    func listPage(
        prefix: String, after: String?, limit: Int
    ) async throws(BlobError) -> (objects: [S3Entry], isTruncated: Bool) {
        var request = S3Request(.get, nil, query: [("list-type", "2"), ("max-keys", String(limit)), ("encoding-type", "url")])
        if !prefix.isEmpty { request.query.append(("prefix", prefix)) }
        if let after { request.query.append(("start-after", after)) }
        do throws(S3Error) {
            let answer = try await client.send(request, expecting: "ListBucketResult")
            return (try S3Entry.all(in: answer), answer["IsTruncated"] == "true")
        } catch {
            throw BlobError(error)
        }
    }

    /// Calls `body` with every object whose key begins with `prefix`, page by page, in the order of keys, until it returns false.
    func forEachPage(
        prefix: String, _ body: ([S3Entry]) async throws(BlobError) -> Bool
    ) async throws(BlobError) {
        var last: String?
        while true {
            let page = try await listPage(prefix: prefix, after: last, limit: 1000)
            last = page.objects.last?.key
            guard try await body(page.objects), page.isTruncated, last != nil else { return }
        }
    }
}

extension S3Entry {
    fileprivate static func all(in answer: XMLElement) throws(S3Error) -> [S3Entry] {
        let isEncoded = answer["EncodingType"] == "url"
        var entries: [S3Entry] = []
        for element in answer.all("Contents") {
            guard let written = element["Key"],
                let key = isEncoded ? PercentEncoding.decode(written, plusIsSpace: true) : written,
                let byteSize = element["Size"].flatMap({ Int64($0) }), byteSize >= 0,
                let modifiedAt = element["LastModified"].flatMap(S3Time.parse)
            else { throw S3Error(nonsense: "a listing with a malformed entry") }
            entries.append(S3Entry(key: key, byteSize: byteSize, modifiedAt: modifiedAt))
        }
        return entries
    }
}

extension BlobKey {
    /// Whether keys can begin with `text`: whole valid segments, then perhaps the beginning of one.
    static func isValidPrefix(_ text: String) -> Bool {
        guard let slash = text.lastIndex(of: "/") else { return true }
        return isValid(String(text[..<slash]))
    }
}
