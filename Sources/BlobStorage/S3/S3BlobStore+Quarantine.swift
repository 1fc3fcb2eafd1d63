internal import HTTPClient
internal import Platform

/// `.quarantine/<seconds since 1970>.<microseconds>/<key>`: a person can see what was set aside when, and move it back by hand.
extension S3BlobStore {
    private static let quarantinePrefix = ".quarantine/"
    /// What one request can copy.
    static let greatestCopy: Int64 = 5 << 30

    package func quarantine(_ key: BlobKey) async throws(BlobError) {
        guard let object = try await head(key.description) else { return }
        let now = wallClockMicroseconds()
        let place = "\(Self.quarantinePrefix)\(now / 1_000_000).\(now % 1_000_000)/\(key)"
        do throws(S3Error) {
            if object.byteSize <= Self.greatestCopy {
                try await client.copy(key.description, object, to: place)
            } else {
                try await client.copyInParts(key.description, object, to: place)
            }
        } catch {
            if error.code == "NoSuchKey" { return }
            throw BlobError(error)
        }
        try await delete(key)
    }

    package func purgeQuarantine(olderThan age: Int64) async throws(BlobError) -> Int {
        let latest = S3Time.now() - age
        var count = 0
        try await forEachPage(prefix: Self.quarantinePrefix) { objects throws(BlobError) in
            let due = objects.prefix { Self.quarantineTime($0.key).map { $0 <= latest } ?? true }
            // What has no time in its name was not put there by us.
            let ours = due.map(\.key).filter { Self.quarantineTime($0) != nil }
            try await removeAll(ours)
            count += ours.count
            return due.count == objects.count  // keys sort by time
        }
        return count
    }

    private static func quarantineTime(_ key: String) -> Int64? {
        Int64(key.dropFirst(quarantinePrefix.count).prefix { $0 != "." && $0 != "/" })
    }

    /// Removes objects, some at a time.
    func removeAll(_ keys: [String]) async throws(BlobError) {
        let result = await withTaskGroup(of: Result<Void, BlobError>.self) { group in
            var failure: BlobError?
            var waiting = keys[...]
            for key in waiting.prefix(8) { group.addTask { await self.removed(key) } }
            waiting = waiting.dropFirst(8)
            for await result in group {
                if case .failure(let error) = result { failure = failure ?? error }
                if failure == nil, let key = waiting.popFirst() { group.addTask { await self.removed(key) } }
            }
            return failure
        }
        if let result { throw result }
    }

    private func removed(_ key: String) async -> Result<Void, BlobError> {
        do throws(BlobError) { return .success(try await remove(key)) } catch { return .failure(error) }
    }
}

extension S3Client {
    /// Copies an object within the bucket with all that is stored beside it, unless `headers` say otherwise; fails when it is not the one
    /// `object` tells of.
    func copy(
        _ key: String, _ object: S3Object, to target: String, _ headers: [(name: String, value: String)] = []
    ) async throws(S3Error) {
        var request = S3Request(.put, target)
        request.headers = copySource(key, etag: object.etag) + headers
        _ = try await send(request, expecting: "CopyObjectResult")
    }

    /// As `copy`, for objects larger than one request can copy; only the bytes are kept, and `headers`.
    func copyInParts(
        _ key: String, _ object: S3Object, to target: String, _ headers: [(name: String, value: String)] = [],
        partSize: Int64 = 1 << 30
    ) async throws(S3Error) {
        let id = try await beginUpload(target, headers)
        do throws(S3Error) {
            var parts: [(number: Int, etag: String)] = []
            for start in stride(from: 0, to: object.byteSize, by: Int(partSize)) {
                let range = start..<min(object.byteSize, start + partSize)
                let number = parts.count + 1
                parts.append((number, try await copyPart(number, of: key, range, etag: object.etag, to: target, id)))
            }
            try await completeUpload(target, id, parts: parts, isExclusive: false)
        } catch {
            _ = try? await abortUpload(target, id)
            throw error
        }
    }
}
