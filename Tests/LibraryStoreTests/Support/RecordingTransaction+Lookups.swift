import Database
import Library
import LibraryStore

extension RecordingTransaction {
    /// One of each query that requests, jobs and sweeps look single things up by.
    func makeEveryLookup(in id: OrganizationID) async throws {
        let asset = AssetID.make(at: .noon)
        let intent = IntentID.make(at: .noon)
        _ = try await assets.find(asset, in: id)
        for filter in IndexedFilter.all {
            var query = AssetQuery()
            filter.set(&query)
            _ = try await assets.list(query, in: id)
        }
        _ = try await assets.deleting(since: .noon, in: id)
        _ = try await assets.trashed(since: .noon, in: id, limit: 5)
        _ = try await assets.withBlobs(after: "", in: id, limit: 5)
        _ = try await assets.oldest(withChecksum: [1], in: id)
        _ = try await assets.isTaken(path: "a.jpg", in: id)
        _ = try await assets.freePath(like: "a.jpg", marked: "-x", for: asset, in: id)
        _ = try await tags.list(prefix: "", after: TagCursor(assets: 2, name: "a"), limit: 5, in: id)
        _ = try await tags.list(prefix: "a", after: nil, limit: 5, in: id)
        _ = try await tags.misnamed(among: [asset], in: id)
        try await tags.change(of: asset, from: ["a", "b"], to: [], in: id, at: .noon)
        _ = try await renditions.all(of: asset, in: id)
        _ = try await renditions.page(after: "", in: id, limit: 5)
        _ = try await delivery.find(key: "k")
        _ = try await counters.all(in: id)
        _ = try await intents.all(in: id)
        _ = try await intents.isKeyNeeded("k")
        _ = try await intents.renew(intent, in: id)
        _ = try await intents.take(intent, in: id)
        _ = try await intents.takeAbandoned(in: id, graceSeconds: 0)
        try await intents.takeOver("k", by: .make(at: .noon), in: id)
        _ = try await jobs.claim(leaseSeconds: 1)
        try await jobs.remove(of: asset, in: id)
        try await makeEveryFolderLookup(in: id)
        _ = try await organizations.reserve(1, limit: 2, in: id)
        _ = try await organizations.find(slug: "atelier")
        _ = try await users.find(email: "a@b")
        _ = try await users.memberships(of: .make(at: .noon))
        _ = try await credentials.session(tokenHash: [1], at: .noon)
        try await credentials.deleteExpiredSessions(at: .noon)
        _ = try await credentials.tokenHolder(hash: [1], at: .noon)
    }

    private func makeEveryFolderLookup(in id: OrganizationID) async throws {
        let folder = Folder(
            id: .make(at: .noon), organizationID: id, parentID: nil, name: "x", createdAt: .noon, updatedAt: .noon)
        _ = try await folders.find(folder.id, in: id)
        for parent in [nil, folder.id] { _ = try await folders.find(named: "x", in: parent, of: id) }
        for parent in [FolderQuery.Parent.any, .root, .folder(folder.id)] {
            _ = try await folders.list(FolderQuery(parent: parent), in: id)
            _ = try await folders.list(FolderQuery(parent: parent, after: FolderPosition(folder)), in: id)
            _ = try await folders.count(parent, in: id)
        }
        _ = try await folders.path(to: folder.id, in: id)
        _ = try await folders.height(of: folder.id, in: id)
        _ = try await folders.tree(of: folder.id, in: id)
        _ = try await folders.contents(of: folder.id, in: id)
        _ = try await folders.clash(movingUp: folder)
        _ = try await folders.assets(below: folder.id, .active, in: id, limit: 5)
        _ = try await folders.assetCount(below: folder.id, in: id)
        try await folders.delete(below: folder.id, in: id)
    }
}
