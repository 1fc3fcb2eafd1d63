internal import Database
internal import Library
internal import LibraryStore

/// Where declared usages begin and end, with the asset's count, audit entry and change feed; the organization and the asset are locked.
///
/// What has to be written into the item with them belongs in ``attach(_:at:_:by:at:)`` and ``detach(_:from:_:by:at:)``.
extension Transaction {
    /// Declares that `asset`, which lists show, is used at `place`; `item` is the target where this library holds it.
    func attach(
        _ asset: Asset, at place: UsagePlace, _ item: ContentItem?, by caller: Caller, at now: Timestamp
    ) async throws {
        if let kind = place.recordKind {
            return try await changeMedia(.add([asset.id]), at: place, of: item, kind, by: caller, at: now)
        }
        let usage = Usage(
            id: .make(at: now), organizationID: caller.organization.id, assetID: asset.id, target: place.target,
            slotType: place.slot.type, slotKey: place.slot.key, position: place.slot.position, origin: .declared,
            createdBy: caller.user?.id, createdAt: now)
        guard try await usages.insert(usage) else { return }
        let change = AuditChange(place.target.type.name, nil, item?.title ?? place.target.externalID)
        try await history.record(AuditEntry(by: caller, "asset.attach", asset, changes: [change], at: now))
        try await history.announce(asset.id, in: caller.organization.id, at: now)
    }

    /// Ends a declared usage of `asset`, wherever in its life that is.
    func detach(
        _ usage: Usage, from asset: Asset, _ item: ContentItem?, by caller: Caller, at now: Timestamp
    ) async throws {
        if let kind = usage.place.recordKind, usage.slot.key == nil, usage.slot.position == nil, item != nil {
            return try await changeMedia(.remove([asset.id]), at: usage.place, of: item, kind, by: caller, at: now)
        }
        try await usages.delete(usage)
        let change = AuditChange(usage.target.type.name, item?.title ?? usage.target.externalID, nil)
        try await history.record(AuditEntry(by: caller, "asset.detach", asset, changes: [change], at: now))
        // To readers of the feed what is in Trash is gone already.
        if asset.status.isInLibrary { try await history.announce(asset.id, in: caller.organization.id, at: now) }
    }

    /// The media of a company or a person, which are its own to order (M40).
    private func changeMedia(
        _ change: RecordMediaChange, at place: UsagePlace, of item: ContentItem?, _ kind: RecordKind, by caller: Caller,
        at now: Timestamp
    ) async throws {
        guard var item else { throw RecordError.notFound(kind) }
        guard place.slot.key == nil, place.slot.position == nil else { throw UsageError.ordered(kind) }
        guard try await changeMedia(change, of: item, kind, by: caller, at: now) else { return }
        item.revision += 1
        try await content.update(item, in: item.organizationID)
    }
}
