internal import Platform

extension LocalBlobStore {
    package func list(prefix: String, after: BlobKey?, limit: Int) async throws(BlobError) -> [BlobEntry] {
        guard limit > 0 else { return [] }
        let cut = prefix.lastIndex(of: "/")
        let folder = cut.map { String(prefix[..<$0]) } ?? ""
        guard folder.isEmpty || BlobKey.isValid(folder) else { throw .invalidKey(prefix) }
        do {
            return try await onPool { () throws(Errno) in
                var walk = ListingWalk(prefix: prefix, after: after?.description ?? "", limit: limit)
                try walk.visit(self.root.folder(folder), path: folder.isEmpty ? "" : folder + "/")
                return walk.entries
            }
        } catch .notFound {
            return []
        }
    }
}

/// Walks folders in the order of whole keys, where a folder sorts as its name with a slash: `a-b`, `a.jpg`, `a/c`.
private struct ListingWalk {
    let prefix: String
    let after: String
    let limit: Int
    private(set) var entries: [BlobEntry] = []

    init(prefix: String, after: String, limit: Int) {
        self.prefix = prefix
        self.after = after
        self.limit = limit
    }

    /// Adds the blobs beneath `folder`, whose path is empty or ends in a slash, until the page is full.
    mutating func visit(_ folder: Folder, path: String) throws(Errno) {
        var bound = ""
        while entries.count < limit {
            let batch = try candidates(in: folder, path: path, beyond: bound)
            for item in batch where entries.count < limit { try take(item, in: folder, path: path) }
            guard batch.count == limit, let last = batch.last else { return }
            bound = last  // all of a full batch may have been empty folders
        }
    }

    /// The `limit` first names beyond `bound`, folders with a closing slash, that can lead to keys of this page.
    private func candidates(in folder: Folder, path: String, beyond bound: String) throws(Errno) -> [String] {
        var smallest = Smallest<String>(limit: limit)
        try folder.forEachEntry { entry throws(Errno) in
            let name = entry.isFolder ? entry.name + "/" : entry.name
            guard name > bound, smallest.wouldKeep(name), BlobKey.isValidSegment(entry.name.utf8) else { return }
            let key = path + name
            guard key.hasPrefix(prefix) || (entry.isFolder && prefix.hasPrefix(key)) else { return }
            guard key > after || (entry.isFolder && after.hasPrefix(key)) else { return }
            smallest.insert(name)
        }
        return smallest.sorted()
    }

    private mutating func take(_ name: String, in folder: Folder, path: String) throws(Errno) {
        do {
            if name.hasSuffix("/") { return try visit(folder.folder(String(name.dropLast())), path: path + name) }
            let status = try folder.status(of: name)
            guard status.isRegularFile, let key = try? BlobKey(path + name) else { return }
            entries.append(BlobEntry(key: key, byteSize: status.byteSize, modifiedAt: status.modifiedAt))
        } catch .notFound {
            return  // deleted since the folder was read
        }
    }
}
