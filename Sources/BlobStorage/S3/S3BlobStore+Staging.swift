internal import HTTPClient

/// An upload in parts that was begun and neither finished nor given up.
struct S3UnfinishedUpload: Sendable {
    let key: String
    let id: String
    /// Seconds since 1970.
    let initiatedAt: Int64
}

extension S3BlobStore {
    package func removeAbandonedStaging(olderThan age: Int64, keeping live: LiveStaging) async throws(BlobError) -> Int {
        let latest = S3Time.now() - age
        let liveKeys = Set(live.keys.map(\.description))
        var count = 0
        for prefix in client.configuration.ownPrefixes + [".quarantine/"] {
            for upload in try await unfinishedUploads(prefix: prefix) {
                guard upload.initiatedAt <= latest, !liveKeys.contains(upload.key) else { continue }
                do {
                    try await client.abortUpload(upload.key, upload.id)
                    count += 1
                } catch {
                    guard error.code == "NoSuchUpload" else { throw BlobError(error) }
                }
            }
        }
        try await removeProbes(writtenBefore: min(latest, S3Time.now() - 60))
        return count
    }

    /// All uploads in parts whose key begins with `prefix`.
    func unfinishedUploads(prefix: String) async throws(BlobError) -> [S3UnfinishedUpload] {
        var uploads: [S3UnfinishedUpload] = []
        var marker: (key: String, id: String)?
        while true {
            var request = S3Request(.get, nil, query: [("uploads", ""), ("prefix", prefix), ("encoding-type", "url")])
            if let marker { request.query += [("key-marker", marker.key), ("upload-id-marker", marker.id)] }
            do throws(S3Error) {
                let answer = try await client.send(request, expecting: "ListMultipartUploadsResult")
                uploads += try S3UnfinishedUpload.all(in: answer)
                guard answer["IsTruncated"] == "true", let last = uploads.last, last.id != marker?.id else { return uploads }
                marker = (last.key, last.id)
            } catch {
                if error.code == "NoSuchUpload" { return uploads }  // some servers' word for none
                throw BlobError(error)
            }
        }
    }

    /// What a process that ended in the middle of `check` left.
    private func removeProbes(writtenBefore latest: Int64) async throws(BlobError) {
        try await forEachPage(prefix: ".check/") { objects throws(BlobError) in
            try await removeAll(objects.filter { $0.modifiedAt <= latest }.map(\.key))
            return true
        }
    }
}

extension S3UnfinishedUpload {
    fileprivate static func all(in answer: XMLElement) throws(S3Error) -> [S3UnfinishedUpload] {
        let isEncoded = answer["EncodingType"] == "url"
        var uploads: [S3UnfinishedUpload] = []
        for element in answer.all("Upload") {
            guard let written = element["Key"],
                let key = isEncoded ? PercentEncoding.decode(written, plusIsSpace: true) : written,
                let id = element["UploadId"], let initiatedAt = element["Initiated"].flatMap(S3Time.parse)
            else { throw S3Error(nonsense: "a listing with a malformed entry") }
            uploads.append(S3UnfinishedUpload(key: key, id: id, initiatedAt: initiatedAt))
        }
        return uploads
    }
}
