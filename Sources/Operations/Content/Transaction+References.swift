internal import Database
internal import Library
internal import LibraryStore

/// How usages follow from references: here alone (M35, M36). The organization is locked throughout.
extension Transaction {
    /// The references of a saved item in the place of those it had, and its extracted usages by them. What leads nowhere is answered
    /// where it is certain: as written, each once.
    func saveReferences(
        _ references: [ContentReference], of item: ContentItem, by user: UserID?, at now: Timestamp
    ) async throws -> [String] {
        let targets = try await self.references.targets(of: Set(references.flatMap(\.lookups)), in: item.organizationID)
        try await self.references.replaceAll(of: item.id, by: references, leadingTo: targets, in: item.organizationID)
        let stored = try await resolveReferences(of: item, by: user, at: now)
        var told: Set<String> = []
        return stored.filter { $0.isCertain && $0.asset == nil && told.insert($0.written).inserted }.map(\.written)
    }

    /// Looks again where an item's references lead, and makes its extracted usages say so.
    @discardableResult
    func resolveReferences(of item: ContentItem, by user: UserID?, at now: Timestamp) async throws -> [StoredReference] {
        let organization = item.organizationID
        var stored = try await references.all(of: item.id, in: organization)
        let targets = try await references.targets(of: Set(stored.flatMap(\.lookups)), in: organization)
        for (index, reference) in stored.enumerated() {
            let asset = reference.lookups.lazy.compactMap { targets[$0] }.first
            if asset == reference.asset { continue }
            try await references.lead(reference.ordinal, of: item.id, to: asset, in: organization)
            stored[index] = reference.leading(to: asset)
        }
        let wanted = Set(stored.compactMap { reference in reference.asset.map { Use(asset: $0, slot: reference.slot) } })
        try await setExtracted(wanted, in: item, by: user, at: now)
        return stored
    }

    /// An asset came into the library, or can be named in another way than before: what names it leads to it now.
    func assetEntered(_ asset: Asset, alsoNamed names: [ReferenceLookup] = [], at now: Timestamp) async throws {
        guard let organization = asset.organizationID else { return }
        var lookups = [ReferenceLookup.asset(asset.id)] + names
        if let path = asset.logicalPath { lookups.append(.path(path)) }
        if let address = asset.sourceURL, asset.provider != .upload { lookups.append(.source(address)) }
        if asset.provider == .upload {
            lookups += try await adoptedKeys.keys(of: asset.id, in: organization).map(ReferenceLookup.key)
        }
        lookups += try await references.importedAddresses(of: asset.id, in: organization).map(ReferenceLookup.upload)
        try await resolveItems(references.items(naming: lookups, in: organization), in: organization, at: now)
    }

    /// An asset left the library, into Trash or for good: what is found in content uses it no more, what was declared stays.
    func assetLeft(_ asset: AssetID, in organization: OrganizationID, at now: Timestamp) async throws {
        let undecided = try await references.itemsWithChoice(leadingTo: asset, in: organization)
        try await references.forget(asset, in: organization)
        _ = try await usages.deleteExtracted(of: asset, in: organization)
        try await resolveItems(undecided, in: organization, at: now)
    }

    /// An asset's logical path changed: references by the old one may lead elsewhere, those by the new one to it.
    func assetRenamed(
        from old: String?, to new: String?, in organization: OrganizationID, at now: Timestamp
    ) async throws {
        let lookups = [old, new].compactMap { $0.map(ReferenceLookup.path) }
        try await resolveItems(references.items(naming: lookups, in: organization), in: organization, at: now)
    }

    private func resolveItems(_ items: [ContentItemID], in organization: OrganizationID, at now: Timestamp) async throws {
        for id in items {
            guard let item = try await content.find(id, in: organization) else { continue }
            try await resolveReferences(of: item, by: nil, at: now)
        }
    }

    /// Makes the extracted usages in `item` those of `wanted`; the ones that stay are not touched.
    private func setExtracted(_ wanted: Set<Use>, in item: ContentItem, by user: UserID?, at now: Timestamp) async throws {
        let present = try await usages.all(in: item.target, of: item.organizationID).filter { $0.origin == .extracted }
        var missing = wanted
        let gone = present.filter { missing.remove(Use(asset: $0.assetID, slot: $0.slot)) == nil }
        let new = missing.sorted(by: Use.inOrder).map { use in
            Usage(
                id: .make(at: now), organizationID: item.organizationID, assetID: use.asset, target: item.target,
                slotType: use.slot.type, slotKey: use.slot.key, position: use.slot.position, origin: .extracted, createdBy: user,
                createdAt: now)
        }
        try await usages.delete(gone)
        try await usages.insert(new: new)
        let changed = Set((gone + new).map(\.assetID)).sorted { $0.rawValue < $1.rawValue }
        try await history.announceChange(of: changed, in: item.organizationID, at: now)
    }
}

/// One asset in one slot.
private struct Use: Hashable {
    let asset: AssetID
    let slot: ContentSlot

    /// By slot, so that a page's first picture is its first usage.
    static func inOrder(_ left: Use, _ right: Use) -> Bool {
        (left.slot.key ?? "", left.slot.position ?? -1, left.asset.rawValue)
            < (right.slot.key ?? "", right.slot.position ?? -1, right.asset.rawValue)
    }
}
