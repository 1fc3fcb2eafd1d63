internal import Database
internal import Library
internal import LibraryStore

extension Transaction {
    /// Adds and removes the pivots of a record, with the assets' counts, audit entries and change feed; the organization is locked.
    /// Whether anything changed.
    ///
    /// Throws ``AssetError`` `notFound` for an asset to add that lists do not show, be it there already or not.
    func changeMedia(
        _ change: RecordMediaChange, of item: ContentItem, _ kind: RecordKind, by caller: Caller, at now: Timestamp
    ) async throws -> Bool {
        let uses = try await usages.all(in: item.target, of: item.organizationID)
            .filter { $0.slotType == kind.slotType && $0.origin == .declared }
        let wanted = change.wanted
        // Before each of them is looked for.
        if wanted.count > Record.maximumMedia { throw RecordError.tooManyMedia }
        let removed = uses.filter { change.removes($0.assetID) }
        let assets = try await lockedMedia(wanted, removed.map(\.assetID), in: item.organizationID)
        let added = wanted.filter { id in !uses.contains { $0.assetID == id } }
        if uses.count - removed.count + added.count > Record.maximumMedia { throw RecordError.tooManyMedia }
        for usage in removed { try await detach(usage, assets[usage.assetID], from: item, kind, by: caller, at: now) }
        // Each is newer than the one before it, so that the last is the primary one.
        var moment = max(now, uses.last.map { Timestamp(microseconds: $0.createdAt.microseconds + 1) } ?? now)
        for id in added {
            try await attach(id, assets[id], to: item, kind, since: moment, by: caller, at: now)
            moment = Timestamp(microseconds: moment.microseconds + 1)
        }
        return !removed.isEmpty || !added.isEmpty
    }

    /// The assets that are wanted, which lists have to show, and those that are given up, wherever they are; locked in the order of ids.
    private func lockedMedia(
        _ wanted: [AssetID], _ removed: [AssetID], in organization: OrganizationID
    ) async throws -> [AssetID: Asset] {
        var locked: [AssetID: Asset] = [:]
        for id in Set(wanted + removed).sorted(by: { $0.rawValue < $1.rawValue }) {
            let asset = try await assets.findLocked(id, in: organization)
            if wanted.contains(id), asset?.status.isInLibrary != true { throw AssetError.notFound }
            locked[id] = asset
        }
        return locked
    }

    private func attach(
        _ id: AssetID, _ asset: Asset?, to item: ContentItem, _ kind: RecordKind, since moment: Timestamp, by caller: Caller,
        at now: Timestamp
    ) async throws {
        guard let asset else { throw AssetError.notFound }
        let usage = Usage(
            id: .make(at: moment), organizationID: item.organizationID, assetID: id, target: item.target, slotType: kind.slotType,
            origin: .declared, createdBy: caller.user?.id, createdAt: moment)
        guard try await usages.insert(usage) else { return }
        try await history.record(
            AuditEntry(by: caller, "asset.attach", asset, changes: [AuditChange(kind.rawValue, nil, item.title)], at: now))
        try await history.announce(id, in: item.organizationID, at: now)
    }

    private func detach(
        _ usage: Usage, _ asset: Asset?, from item: ContentItem, _ kind: RecordKind, by caller: Caller, at now: Timestamp
    ) async throws {
        try await usages.delete(usage)
        guard let asset else { return }
        try await history.record(
            AuditEntry(by: caller, "asset.detach", asset, changes: [AuditChange(kind.rawValue, item.title, nil)], at: now))
        // To readers of the feed what is in Trash is gone already.
        if asset.status.isInLibrary { try await history.announce(asset.id, in: item.organizationID, at: now) }
    }
}

extension RecordMediaChange {
    /// What the record is to have, each once, in the order given.
    fileprivate var wanted: [AssetID] {
        switch self {
        case .remove: return []
        case .add(let ids), .replace(let ids):
            var seen: Set<AssetID> = []
            return ids.filter { seen.insert($0).inserted }
        }
    }

    fileprivate func removes(_ id: AssetID) -> Bool {
        switch self {
        case .add: false
        case .remove(let ids): ids.contains(id)
        case .replace(let ids): !ids.contains(id)
        }
    }
}
