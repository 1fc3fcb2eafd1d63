extension S3BlobStore: PresigningBlobStore {
    /// What S3 allows: seven days.
    private static let longestLifetime: Int64 = 604_800

    package func presignedRead(
        _ key: BlobKey, as presentation: BlobPresentation, lifetime: Int64
    ) async throws(BlobError) -> PresignedRequest {
        var query: [(name: String, value: String)] = []
        if let mimeType = presentation.mimeType { query.append(("response-content-type", mimeType)) }
        if let disposition = presentation.disposition { query.append(("response-content-disposition", disposition)) }
        return presign("GET", key, query: query, headers: [], lifetime: lifetime)
    }

    package func presignedWrite(
        _ plan: BlobPlan, byteSize: Int64, lifetime: Int64
    ) async throws(BlobError) -> PresignedRequest {
        let headers = plan.storedHeaders + [("Content-Length", String(byteSize)), ("If-None-Match", "*")]
        return presign("PUT", plan.key, query: [], headers: headers, lifetime: lifetime)
    }

    private func presign(
        _ method: String, _ key: BlobKey, query: [(name: String, value: String)], headers: [(name: String, value: String)],
        lifetime: Int64
    ) -> PresignedRequest {
        let lifetime = min(max(1, lifetime), Self.longestLifetime)
        let now = S3Time.now()
        let path = client.address.path(key.description)
        let signed = client.signature.presign(
            method: method, path: path, query: query, headers: headers + [("Host", client.address.host)], lifetime: lifetime,
            at: now)
        return PresignedRequest(
            method: method, url: client.address.url(path: path, query: signed), headers: headers, expiresAt: now + lifetime)
    }
}
