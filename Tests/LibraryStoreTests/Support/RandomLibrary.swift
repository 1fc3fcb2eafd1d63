import Database
import DatabaseTesting
import Library
import LibraryStore

/// An organization whose assets differ in everything a list filters by, and tie in everything it sorts by.
struct RandomLibrary {
    let store: TemporaryStore
    let folders: [Folder]
    let assets: [Asset]

    static let tags = ["alp", "berg", "see", "wald"]
    static let paths = ["2025/a", "2025/b", "2026/ä", "2026/a", "202"]

    init(_ engine: Engine, assets number: Int, _ random: inout SeededGenerator) async throws {
        let store = try await TemporaryStore(engine)
        let (organization, tree) = (store.organization, Self.tree(of: store.organization))
        let crowd = (0..<number).map { Self.asset($0, in: organization, tree, &random) }
        (self.store, folders, assets) = (store, tree, crowd)
        try await store.insert(
            crowd.shuffled(using: &random) + AssetStatus.allCases.map { .sample(in: store.neighbour, status: $0) })
        try await store.database.write { transaction in
            for folder in tree { try await transaction.folders.insert(folder) }
            try await transaction.insertTags(of: crowd, in: organization.id)
        }
    }

    /// Folder 1 in folder 0, 2 in 1; 3 by itself.
    private static func tree(of organization: Organization) -> [Folder] {
        var folders: [Folder] = []
        for number in 0..<4 {
            folders.append(
                Folder(
                    id: .make(at: .noon), organizationID: organization.id,
                    parentID: (1...2).contains(number) ? folders[number - 1].id : nil, name: "folder \(number)", createdAt: .noon,
                    updatedAt: .noon))
        }
        return folders
    }

    private static func asset(
        _ number: Int, in organization: Organization, _ folders: [Folder], _ random: inout SeededGenerator
    ) -> Asset {
        let kinds: [AssetKind] = [.image, .image, .image, .video, .pdf]
        let statuses: [AssetStatus] = [.active, .active, .active, .active, .archived, .trashed, .deleting]
        var asset = Asset.sample(
            in: organization, ["Photo", "film", "50%", "a_b"].randomElement(using: &random)!,
            title: [nil, "Same", "same", "Other"].randomElement(using: &random)!, bytes: .random(in: 0...3, using: &random),
            kind: kinds.randomElement(using: &random)!, status: statuses.randomElement(using: &random)!,
            at: Timestamp(microseconds: .random(in: 0...9, using: &random)))
        asset.updatedAt = Timestamp(microseconds: .random(in: 0...2, using: &random))
        asset.folderID = ([nil] + folders.map(\.id)).randomElement(using: &random)!
        asset.checksum = Array(repeating: .random(in: 0...4, using: &random), count: 32)
        asset.mediaType = [nil, nil, .avatar, .logo].randomElement(using: &random)!
        asset.usageCount = max(.random(in: -2...2, using: &random), 0)
        asset.tags = tags.filter { _ in Bool.random(using: &random) }
        if Bool.random(using: &random) { asset.logicalPath = "\(paths.randomElement(using: &random)!)/\(number).jpg" }
        return asset
    }

    /// Any combination of filters, in any order.
    func query(_ random: inout SeededGenerator) -> AssetQuery {
        func maybe<T>(_ values: [T]) -> T? {
            Int.random(in: 0..<3, using: &random) == 0 ? values.randomElement(using: &random) : nil
        }
        var query = AssetQuery(
            sort: AssetSort(field: .allCases.randomElement(using: &random)!, descending: .random(using: &random)),
            limit: .random(in: 3...40, using: &random))
        query.shelf = maybe(AssetShelf.allCases) ?? .active
        query.search = maybe(["photo", "same", "50%", "a_b", "o", "alp", "2026/ä", "nothing"])
        query.kinds = maybe([[.image], [.pdf, .video], [.audio]]) ?? []
        query.tags = maybe([["alp"], ["alp", "see"], Set(Self.tags), ["nobody's"], ["see", "nobody's"]]) ?? []
        query.folder = maybe(
            [FolderFilter(folder: nil), FolderFilter(folder: nil, isRecursive: true)]
                + folders.flatMap { [FolderFilter(folder: $0.id), FolderFilter(folder: $0.id, isRecursive: true)] })
        query.pathPrefix = maybe(["2025/", "2026/ä", "202", "2026/a/1", "x"])
        query.usage = maybe(UsageFilter.allCases)
        query.checksum = maybe([Array(repeating: 3, count: 32), Array(repeating: 9, count: 32)])
        query.mediaTypes = maybe([[.logo], [.avatar], [.avatar, .logo], [.banner]]) ?? []
        return query
    }

    /// What `query` finds, by looking at every asset.
    func found(_ query: AssetQuery) -> [AssetID] {
        assets.filter { matches($0, query) }.sorted { $0.precedes($1, in: query.sort) }.map(\.id)
    }

    private func matches(_ asset: Asset, _ query: AssetQuery) -> Bool {
        query.shelf.statuses.contains(asset.status) && (query.kinds.isEmpty || query.kinds.contains(asset.kind))
            && query.tags.isSubset(of: asset.tags) && (query.search.map { asset.searchText.contains($0) } ?? true)
            && (query.folder.map { lies(asset, in: $0) } ?? true)
            && (query.pathPrefix.map { asset.logicalPath?.folded.hasPrefix($0) ?? false } ?? true)
            && (query.usage.map { ($0 == .used) == (asset.usageCount > 0) } ?? true)
            && (query.checksum.map { $0 == asset.checksum } ?? true)
            && (query.mediaTypes.isEmpty || asset.mediaType.map(query.mediaTypes.contains) ?? false)
    }

    private func lies(_ asset: Asset, in filter: FolderFilter) -> Bool {
        if asset.folderID == filter.folder { return true }
        var folder = asset.folderID
        while filter.isRecursive, let id = folder {
            folder = folders.first { $0.id == id }?.parentID
            if folder == filter.folder { return true }
        }
        return false
    }
}

extension Asset {
    /// Whether it comes before `other`, with the id to break ties.
    func precedes(_ other: Asset, in sort: AssetSort) -> Bool {
        let (first, second) = sort.descending ? (other, self) : (self, other)
        let ids = first.id.rawValue < second.id.rawValue
        switch sort.field {
        case .createdAt: return first.createdAt == second.createdAt ? ids : first.createdAt < second.createdAt
        case .updatedAt: return first.updatedAt == second.updatedAt ? ids : first.updatedAt < second.updatedAt
        case .byteSize: return first.byteSize == second.byteSize ? ids : first.byteSize! < second.byteSize!
        case .title:
            let titles = [first, second].map { Array(($0.metadata.title ?? $0.metadata.displayName).folded.utf8) }
            return titles[0] == titles[1] ? ids : titles[0].lexicographicallyPrecedes(titles[1])
        }
    }
}

extension Transaction {
    /// The tags the assets say they have, counted.
    func insertTags(of assets: [Asset], in organization: OrganizationID) async throws {
        for name in Set(assets.flatMap(\.tags)) {
            let id = TagID.make(at: .noon)
            let tagged = assets.filter { $0.tags.contains(name) }
            try await run(
                "INSERT INTO tag (id, organization_id, name, assets, created_at) VALUES (\(id), \(organization), \(name), \(tagged.count), \(0))"
            )
            for asset in tagged { try await run("INSERT INTO asset_tag (tag_id, asset_id) VALUES (\(id), \(asset.id))") }
        }
    }
}

/// The same numbers for the same seed, so that a failure can be seen again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}
