internal import Cryptography
internal import HTTPClient
internal import Platform

extension S3Client {
    /// Begins an upload in parts. Returns the server's name for it.
    func beginUpload(_ key: String, _ headers: [(name: String, value: String)]) async throws(S3Error) -> String {
        var request = S3Request(.post, key, query: [("uploads", "")])
        request.headers = headers
        let answer = try await send(request, expecting: "InitiateMultipartUploadResult")
        guard let id = answer["UploadId"], !id.isEmpty else { throw S3Error(nonsense: "an upload without a name") }
        return id
    }

    /// Sends a part and returns its ETag. The signature covers the part's hash, so the server takes these bytes and no others.
    func sendPart(_ part: BlobPart, of file: FileDescriptor, _ key: String, _ id: String) async throws(S3Error) -> String {
        var request = S3Request(.put, key, query: [("partNumber", String(part.number)), ("uploadId", id)])
        request.body = .file(file, offset: part.offset, length: part.length)
        request.payload = .hash(part.hash)
        guard let etag = try await send(request).headers["ETag"], !etag.isEmpty else {
            throw S3Error(nonsense: "a part without an ETag")
        }
        return etag
    }

    /// Copies a range of another object of the bucket as a part and returns its ETag; fails when the object is not `etag` any more.
    func copyPart(
        _ number: Int, of source: String, _ range: Range<Int64>, etag: String, to key: String, _ id: String
    ) async throws(S3Error) -> String {
        var request = S3Request(.put, key, query: [("partNumber", String(number)), ("uploadId", id)])
        request.headers = copySource(source, etag: etag)
        request.headers.append(("x-amz-copy-source-range", "bytes=\(range.lowerBound)-\(range.upperBound - 1)"))
        guard let etag = try await send(request, expecting: "CopyPartResult")["ETag"], !etag.isEmpty else {
            throw S3Error(nonsense: "a part without an ETag")
        }
        return etag
    }

    /// Puts the parts together; `isExclusive` asks the server not to replace anything, which not every one heeds here.
    func completeUpload(
        _ key: String, _ id: String, parts: [(number: Int, etag: String)], isExclusive: Bool
    ) async throws(S3Error) {
        let list = parts.map { part in
            "<Part><PartNumber>\(part.number)</PartNumber><ETag>\(XMLElement.escape(part.etag))</ETag></Part>"
        }
        let body = Array("<CompleteMultipartUpload>\(list.joined())</CompleteMultipartUpload>".utf8)
        var request = S3Request(.post, key, query: [("uploadId", id)])
        if isExclusive { request.headers.append(("If-None-Match", "*")) }
        request.body = .bytes(body)
        request.payload = .hash(Hex.encode(SHA256.hash(body)))
        _ = try await send(request, expecting: "CompleteMultipartUploadResult")
    }

    /// Fails with `NoSuchUpload` when the server does not know the upload.
    func expectUpload(_ key: String, _ id: String) async throws(S3Error) {
        _ = try await send(S3Request(.get, key, query: [("uploadId", id), ("max-parts", "1")]), expecting: "ListPartsResult")
    }

    func abortUpload(_ key: String, _ id: String) async throws(S3Error) {
        _ = try await send(S3Request(.delete, key, query: [("uploadId", id)]))
    }

    /// The fields that name what is to be copied, and which version of it.
    func copySource(_ key: String, etag: String) -> [(name: String, value: String)] {
        let source = "/\(configuration.bucket)/" + PercentEncoding.encode(key, keepingSlash: true)
        return [("x-amz-copy-source", source), ("x-amz-copy-source-if-match", etag)]
    }
}

extension XMLElement {
    /// `text` as it stands between tags.
    static func escape(_ text: String) -> String {
        text.reduce(into: "") { escaped, character in
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            default: escaped.append(character)
            }
        }
    }
}
