import Library
import Testing

/// A filter of a list, and the index or table that answers it (M11).
struct IndexedFilter: CustomTestStringConvertible, Sendable {
    let index: String
    /// Whether that index has the order by moment of creation too.
    let isInOrder: Bool
    let set: @Sendable (inout AssetQuery) -> Void

    var testDescription: String { index }

    init(_ index: String, isInOrder: Bool = false, _ set: @escaping @Sendable (inout AssetQuery) -> Void) {
        self.index = index
        self.isInOrder = isInOrder
        self.set = set
    }

    static let folder = FolderID.make(at: .noon)

    /// Rare where most is used.
    static let unused = IndexedFilter("asset_by_disuse", isInOrder: true) { $0.usage = .orphaned }

    static let all = [
        IndexedFilter("asset_by_kind", isInOrder: true) { $0.kinds = [.image] },
        IndexedFilter("asset_by_kind") { $0.kinds = [.image, .pdf] },
        IndexedFilter("asset_tag") { $0.tags = ["rare"] },
        IndexedFilter("asset_tag") { $0.tags = ["rare", "usual"] },
        IndexedFilter("asset_by_folder", isInOrder: true) { $0.folder = FolderFilter(folder: folder) },
        IndexedFilter("asset_by_folder") { $0.folder = FolderFilter(folder: folder, isRecursive: true) },
        IndexedFilter("asset_by_logical_path") { $0.pathPrefix = "2026/" },
        IndexedFilter("asset_by_checksum") { $0.checksum = Array(repeating: 7, count: 32) },
        IndexedFilter("asset_by_media_type", isInOrder: true) { $0.mediaTypes = [.logo] },
        IndexedFilter("asset_by_use", isInOrder: true) { $0.usage = .used },
    ]
}
