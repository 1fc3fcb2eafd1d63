internal import Library
internal import LibraryStore

/// What one content item says, against what is noted of it.
struct ItemComparison: Sendable {
    let item: ContentItem
    let found: [ContentReference]
    /// False where nothing can be done, or not now.
    let isRepairable: Bool
    private(set) var isOutdated = false
    private(set) var drifts: [Drift] = []
    /// The body with the assets its entries have here; nil where none is missing.
    private(set) var filledBody: String?

    init(item: ContentItem, found: [ContentReference], isRepairable: Bool) {
        self.item = item
        self.found = found
        self.isRepairable = isRepairable
    }

    /// Of an item that was saved while it was looked at.
    static func outdated(_ item: ContentItem) -> ItemComparison {
        var comparison = ItemComparison(item: item, found: [], isRepairable: false)
        comparison.isOutdated = true
        return comparison
    }

    static func unreadable(_ item: ContentItem, _ reason: String, in slug: String) -> ItemComparison {
        var comparison = ItemComparison(item: item, found: [], isRepairable: false)
        comparison.drifts = [
            Drift(.unreadableBody, in: slug, at: "\(item.type.name) \(item.externalID)", reason)
        ]
        return comparison
    }

    /// References, by what they may mean and where they stand.
    mutating func compare(_ stored: [StoredReference], _ targets: [ReferenceLookup: AssetID], in slug: String) {
        var rest: [Named: [StoredReference]] = [:]
        for reference in stored { rest[Named(lookups: reference.lookups, slot: reference.slot), default: []].append(reference) }
        for reference in found {
            let place = item.target.place(reference.slot)
            let wanted = reference.lookups.lazy.compactMap { targets[$0] }.first
            let name = Named(lookups: reference.lookups, slot: reference.slot)
            guard let noted = rest[name]?.popLast() else {
                drifts.append(Drift(.referenceMissing, in: slug, at: place, of: wanted, "“\(reference.written.prefix(200))”"))
                continue
            }
            if noted.asset != wanted {
                let detail = "“\(noted.written.prefix(200))” leads to \(noted.asset.map { "\($0)" } ?? "nothing")"
                drifts.append(Drift(.referenceMisled, in: slug, at: place, of: wanted, detail))
            }
        }
        for reference in rest.values.joined().sorted(by: { $0.ordinal < $1.ordinal }) {
            drifts.append(
                Drift(
                    .referenceSuperfluous, in: slug, at: item.target.place(reference.slot), of: reference.asset,
                    "“\(reference.written.prefix(200))”"))
        }
    }

    /// Usages that were found in the body. One in a slot where it should not be, of an asset that is missing in another, is misplaced.
    mutating func compare(_ usages: [Usage], _ targets: [ReferenceLookup: AssetID], in slug: String) {
        var missing: Set<Placed> = []
        var order: [Placed] = []
        for reference in found {
            guard let asset = reference.lookups.lazy.compactMap({ targets[$0] }).first else { continue }
            let placed = Placed(asset: asset, slot: reference.slot)
            if missing.insert(placed).inserted { order.append(placed) }
        }
        let superfluous = usages.filter { missing.remove(Placed(asset: $0.assetID, slot: $0.slot)) == nil }
        order = order.filter(missing.contains)
        for usage in superfluous {
            let place = item.target.place(usage.slot)
            if let index = order.firstIndex(where: { $0.asset == usage.assetID }) {
                let detail = "should be in \(order.remove(at: index).slot.key ?? "its text")"
                drifts.append(Drift(.usageMisplaced, in: slug, at: place, of: usage.assetID, detail))
            } else {
                drifts.append(Drift(.usageSuperfluous, in: slug, at: place, of: usage.assetID))
            }
        }
        for placed in order {
            drifts.append(Drift(.usageMissing, in: slug, at: item.target.place(placed.slot), of: placed.asset))
        }
    }

    /// Entries of a lesson that have an asset and do not name it.
    mutating func fill(_ assets: [LessonEntry.List: [AssetID?]], in slug: String) {
        for list in LessonEntry.List.allCases {
            for (index, asset) in (assets[list] ?? []).enumerated() {
                guard let asset else { continue }
                let place = "\(item.type.name) \(item.externalID) \(list.rawValue)[\(index)]"
                drifts.append(Drift(.entryWithoutAsset, in: slug, at: place, of: asset))
                filledBody = LessonBody.filling(assets, in: item.body)
            }
        }
    }

    private struct Named: Hashable {
        let lookups: [ReferenceLookup]
        let slot: ContentSlot
    }

    private struct Placed: Hashable {
        let asset: AssetID
        let slot: ContentSlot
    }
}
