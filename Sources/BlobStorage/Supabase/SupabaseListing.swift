/// Walks folders in the order of whole keys, where a folder sorts as its name with a slash: `a-b`, `a.jpg`, `a/c`.
///
/// The service lists one folder at a time, its folders before its objects and by the rules of some language, so each folder is read to
/// its end and sorted here.
struct SupabaseListing {
    fileprivate struct Candidate: Comparable {
        /// With a closing slash for a folder.
        let name: String
        let byteSize: Int64?
        let modifiedAt: Int64

        var isFolder: Bool { name.hasSuffix("/") }

        static func < (left: Self, right: Self) -> Bool { left.name < right.name }
    }

    let store: SupabaseBlobStore
    let prefix: String
    let after: String
    let limit: Int
    private(set) var entries: [BlobEntry] = []
    private(set) var sawNothing = true

    init(store: SupabaseBlobStore, prefix: String, after: String, limit: Int) {
        self.store = store
        self.prefix = prefix
        self.after = after
        self.limit = limit
    }

    /// Adds the blobs beneath the folder `path`, empty or with a closing slash, until the page is full.
    mutating func visit(_ path: String) async throws(BlobError) {
        var bound = ""
        let batchSize = max(limit, store.client.configuration.listingPage)
        while entries.count < limit {
            let batch = try await candidates(in: path, beyond: bound, limit: batchSize)
            for candidate in batch where entries.count < limit { try await take(candidate, in: path) }
            guard batch.count == batchSize, let last = batch.last else { return }
            bound = last.name
        }
    }

    /// The `limit` first entries beyond `bound` that can lead to keys of this page.
    private mutating func candidates(in path: String, beyond bound: String, limit: Int) async throws(BlobError) -> [Candidate] {
        var smallest = Smallest<Candidate>(limit: limit)
        var offset = 0
        while true {
            let page = try await store.entries(in: path, from: offset)
            if !page.isEmpty { sawNothing = false }
            for entry in page where BlobKey.isValidSegment(entry.name.utf8) {
                let candidate = Candidate(entry)
                guard candidate.name > bound, leads(path + candidate.name), smallest.wouldKeep(candidate) else { continue }
                smallest.insert(candidate)
            }
            guard page.count == store.client.configuration.listingPage else { return smallest.sorted() }
            offset += page.count
        }
    }

    /// Whether `key`, a blob's or a folder's with its slash, is of this page or may hold what is.
    private func leads(_ key: String) -> Bool {
        let isFolder = key.hasSuffix("/")
        guard key.hasPrefix(prefix) || (isFolder && prefix.hasPrefix(key)) else { return false }
        return key > after || (isFolder && after.hasPrefix(key))
    }

    private mutating func take(_ candidate: Candidate, in path: String) async throws(BlobError) {
        if candidate.isFolder { return try await visit(path + candidate.name) }
        guard let key = try? BlobKey(path + candidate.name) else { return }
        if let byteSize = candidate.byteSize {
            return entries.append(BlobEntry(key: key, byteSize: byteSize, modifiedAt: candidate.modifiedAt))
        }
        do {
            let description = try await store.describe(key)
            entries.append(BlobEntry(key: key, byteSize: description.byteSize, modifiedAt: description.modifiedAt))
        } catch .notFound {
            return  // deleted since the folder was read
        }
    }
}

extension SupabaseListing.Candidate {
    fileprivate init(_ entry: SupabaseReply.Listed) {
        name = entry.id == nil ? entry.name + "/" : entry.name
        byteSize = entry.metadata?.size
        modifiedAt = entry.modifiedAt
    }
}
