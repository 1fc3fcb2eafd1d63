internal import Database
package import Library

/// What content names, and what that leads to; ``UsageTable`` is derived from it (M36).
package struct ReferenceTable: Sendable {
    let transaction: any Transaction

    /// Rows of one statement: PostgreSQL takes 65,535 values, SQLite 32,766.
    private static let batch = 500

    /// The references of one item in the place of those it had, each leading where the first of its lookups that is in `targets` does.
    package func replaceAll(
        of item: ContentItemID, by references: [ContentReference], leadingTo targets: [ReferenceLookup: AssetID],
        in organization: OrganizationID
    ) async throws {
        try await transaction.run(
            "DELETE FROM content_reference WHERE content_id = \(item) AND organization_id = \(organization)")
        var rows: [SQL] = []
        for (ordinal, reference) in references.enumerated() {
            let asset = reference.lookups.lazy.compactMap { targets[$0] }.first
            for (alternative, lookup) in reference.lookups.enumerated() {
                rows.append(
                    """
                    (\(item), \(ordinal), \(alternative), \(organization), \(lookup.text), \(reference.written.storedStart),
                    \(reference.slot.type), \(reference.slot.key), \(reference.slot.position), \(reference.isCertain), \(asset))
                    """)
            }
        }
        for start in stride(from: 0, to: rows.count, by: Self.batch) {
            try await transaction.run(
                """
                INSERT INTO content_reference (content_id, ordinal, alternative, organization_id, lookup, written,
                    slot_type, slot_key, position, is_certain, asset_id)
                VALUES \(Array(rows[start..<min(start + Self.batch, rows.count)]).joined(separator: ", "))
                """)
        }
    }

    /// The references of one item, in order, with what they lead to.
    package func all(of item: ContentItemID, in organization: OrganizationID) async throws -> [StoredReference] {
        let rows = try await transaction.rows(
            """
            SELECT ordinal, lookup, written, slot_type, slot_key, position, is_certain, asset_id FROM content_reference
            WHERE content_id = \(item) AND organization_id = \(organization) ORDER BY ordinal, alternative
            """)
        return try rows.reduce(into: []) { references, row in
            let lookup = ReferenceLookup(try row.get("lookup"))
            let ordinal: Int = try row.get("ordinal")
            if references.last?.ordinal == ordinal {
                if let lookup { references[references.count - 1].lookups.append(lookup) }
            } else {
                references.append(
                    StoredReference(
                        ordinal: ordinal, lookups: lookup.map { [$0] } ?? [], written: try row.get("written"),
                        slot: ContentSlot(
                            type: try row.get("slot_type"), key: try row.get("slot_key"), position: try row.get("position")),
                        isCertain: try row.get("is_certain"), asset: try row.get("asset_id")))
            }
        }
    }

    /// Writes where a reference leads now.
    package func lead(
        _ ordinal: Int, of item: ContentItemID, to asset: AssetID?, in organization: OrganizationID
    ) async throws {
        try await transaction.run(
            """
            UPDATE content_reference SET asset_id = \(asset)
            WHERE content_id = \(item) AND ordinal = \(ordinal) AND organization_id = \(organization)
            """)
    }

    /// The items that name one of these, in the order of their ids.
    package func items(naming lookups: [ReferenceLookup], in organization: OrganizationID) async throws -> [ContentItemID] {
        if lookups.isEmpty { return [] }
        return try await transaction.rows(
            """
            SELECT DISTINCT content_id FROM content_reference
            WHERE organization_id = \(organization) AND lookup IN (\(SQL.list(lookups.map(\.text)))) ORDER BY content_id
            """
        ).map { try $0.get("content_id") }
    }

    /// Those of the items that use `asset` in whose references something else may be meant when the asset is not.
    package func itemsWithChoice(leadingTo asset: AssetID, in organization: OrganizationID) async throws -> [ContentItemID] {
        try await transaction.rows(
            """
            SELECT DISTINCT content_id FROM content_reference
            WHERE asset_id = \(asset) AND organization_id = \(organization) AND (alternative > 0 OR lookup LIKE 'source:%')
            ORDER BY content_id
            """
        ).map { try $0.get("content_id") }
    }

    /// What follows `/uploads/` in the addresses the asset was imported from (M49).
    package func importedAddresses(of asset: AssetID, in organization: OrganizationID) async throws -> [String] {
        try await transaction.rows(
            "SELECT path FROM imported_address WHERE asset_id = \(asset) AND organization_id = \(organization) ORDER BY path"
        ).map { try $0.get("path") }
    }

    /// Nothing leads to `asset` any more.
    package func forget(_ asset: AssetID, in organization: OrganizationID) async throws {
        try await transaction.run(
            "UPDATE content_reference SET asset_id = \(AssetID?.none) WHERE asset_id = \(asset) AND organization_id = \(organization)"
        )
    }

    /// Where each of `lookups` leads that leads somewhere: to assets in the library alone, or in `statuses`. One statement for each sort
    /// of them.
    package func targets(
        of lookups: Set<ReferenceLookup>, among statuses: [AssetStatus] = AssetStatus.allCases.filter(\.isInLibrary),
        in organization: OrganizationID
    ) async throws -> [ReferenceLookup: AssetID] {
        var targets: [ReferenceLookup: AssetID] = [:]
        var (ids, paths, uploads, sources, keys): ([AssetID], Set<String>, [String], [String], Set<String>) = ([], [], [], [], [])
        for lookup in lookups {
            switch lookup {
            case .asset(let id): ids.append(id)
            case .path(let path): paths.insert(path)
            case .upload(let path): uploads.append(path)
            case .source(let address): sources.append(address)
            case .key(let key): keys.insert(key)
            }
        }
        for batch in ids.batches(of: Self.batch) {
            for id in try await assets(batch, statuses, in: organization) { targets[.asset(id)] = id }
        }
        for batch in Array(paths).batches(of: Self.batch) {
            for (path, id) in try await assets(at: batch, statuses, in: organization) { targets[.path(path)] = id }
        }
        for batch in uploads.batches(of: Self.batch) {
            for (path, id) in try await imported(batch, statuses, in: organization) { targets[.upload(path)] = id }
        }
        for batch in sources.batches(of: Self.batch) {
            for (address, id) in try await links(batch, statuses, in: organization) where targets[.source(address)] == nil {
                targets[.source(address)] = id
            }
        }
        for (key, asset) in try await transaction.adoptedKeys.assets(by: keys, in: organization)
        where statuses.contains(asset.status) {
            targets[.key(key)] = asset.id
        }
        return targets
    }

    private func assets(
        _ ids: [AssetID], _ statuses: [AssetStatus], in organization: OrganizationID
    ) async throws -> [AssetID] {
        try await transaction.rows(
            """
            SELECT asset.id AS id FROM (\(SQL.rows(ids))) AS wanted CROSS JOIN asset
            WHERE asset.id = wanted.column1 AND asset.organization_id = \(organization)
                AND asset.status IN (\(SQL.list(statuses)))
            """
        ).map { try $0.get("id") }
    }

    private func assets(
        at paths: [String], _ statuses: [AssetStatus], in organization: OrganizationID
    ) async throws -> [(String, AssetID)] {
        let wanted = Set(paths)
        // The index is of the folded paths.
        return try await transaction.rows(
            """
            SELECT id, logical_path FROM asset
            WHERE organization_id = \(organization) AND logical_path_folded IN (\(SQL.list(Set(paths.map(\.folded)))))
                AND status IN (\(SQL.list(statuses)))
            """
        ).map { (try $0.get("logical_path"), try $0.get("id")) }.filter { path, _ in wanted.contains(path) }
    }

    private func imported(
        _ paths: [String], _ statuses: [AssetStatus], in organization: OrganizationID
    ) async throws -> [(String, AssetID)] {
        try await transaction.rows(
            """
            SELECT imported_address.path AS path, asset.id AS id FROM imported_address
            JOIN asset ON asset.id = imported_address.asset_id AND asset.organization_id = imported_address.organization_id
            WHERE imported_address.organization_id = \(organization) AND imported_address.path IN (\(SQL.list(paths)))
                AND asset.status IN (\(SQL.list(statuses)))
            """
        ).map { (try $0.get("path"), try $0.get("id")) }
    }

    /// The oldest first.
    private func links(
        _ addresses: [String], _ statuses: [AssetStatus], in organization: OrganizationID
    ) async throws -> [(String, AssetID)] {
        try await transaction.rows(
            """
            SELECT source_url, id FROM asset
            WHERE organization_id = \(organization) AND source_url IN (\(SQL.list(addresses)))
                AND provider <> \(AssetProvider.upload) AND status IN (\(SQL.list(statuses)))
            ORDER BY created_at, id
            """
        ).map { (try $0.get("source_url"), try $0.get("id")) }
    }
}

/// A reference as it is stored, and where it leads.
package struct StoredReference: Sendable {
    package let ordinal: Int
    package fileprivate(set) var lookups: [ReferenceLookup]
    package let written: String
    package let slot: ContentSlot
    package let isCertain: Bool
    package private(set) var asset: AssetID?

    package func leading(to asset: AssetID?) -> StoredReference {
        var reference = self
        reference.asset = asset
        return reference
    }
}

extension Array {
    fileprivate func batches(of size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}

extension String {
    /// What is shown of a reference: a data address may be a megabyte long.
    fileprivate var storedStart: String { utf8.count <= 2_100 ? self : String(prefix(500)) + "…" }
}
