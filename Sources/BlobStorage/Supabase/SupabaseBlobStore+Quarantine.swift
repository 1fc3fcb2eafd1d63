internal import HTTPClient
internal import Platform

/// `.quarantine/<seconds since 1970>/<key>`, which no key can name and no listing shows.
extension SupabaseBlobStore {
    private static let quarantined = ".quarantine/"

    package func quarantine(_ key: BlobKey) async throws(BlobError) {
        var time = wallClockMicroseconds() / 1_000_000
        while true {
            let order = SupabaseOrder.Move(
                bucketId: client.configuration.bucket, sourceKey: key.description,
                destinationKey: "\(Self.quarantined)\(time)/\(key)")
            do throws(SupabaseFailure) {
                let _: SupabaseReply.Ignored = try await client.send(client.request(.post, "/object/move", order))
                return
            } catch {
                if error.refusal?.isDuplicate == true {
                    time += 1  // the same key was quarantined a moment ago
                } else if error.refusal?.isAbsence == true {
                    return try await confirmBucket()
                } else {
                    throw explained(error)
                }
            }
        }
    }

    package func purgeQuarantine(olderThan age: Int64) async throws(BlobError) -> Int {
        let latest = wallClockMicroseconds() / 1_000_000 - age
        var count = 0
        while true {
            // Times of equal length sort by age, and those that are done are gone: the first page is enough.
            let page = try await entries(in: Self.quarantined, from: 0)
            let due = page.filter { $0.id == nil && (Int64($0.name) ?? .max) <= latest }
            var removed = 0
            for folder in due { removed += try await removeAll(in: Self.quarantined + folder.name + "/") }
            count += removed
            if removed == 0 { break }
        }
        return count
    }

    /// Removes the objects beneath the folder `path`, which ends in a slash. Returns how many there were.
    private func removeAll(in path: String) async throws(BlobError) -> Int {
        var count = 0
        while true {
            let page = try await entries(in: path, from: 0)
            var removed = 0
            for folder in page where folder.id == nil { removed += try await removeAll(in: path + folder.name + "/") }
            let names = page.filter { $0.id != nil }.map { path + $0.name }
            if !names.isEmpty { removed += try await remove(names) }
            count += removed
            if removed == 0 { return count }  // empty, or what is listed is not there
        }
    }
}
