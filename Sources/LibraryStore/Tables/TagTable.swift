internal import Database
package import Library

/// Tags and which assets have them; every query carries the organization (M1, M31).
///
/// What links say, `asset.tags` repeats for lists: a transaction that changes one changes the other. A tag nobody has is gone.
package struct TagTable: Sendable {
    let transaction: any Transaction

    /// Makes the links of an asset that has `former` those of `tags`, both normalized; the organization is locked.
    ///
    /// The asset's own row is ``AssetTable/updateMetadata(_:in:)``'s business, or its insertion's.
    package func change(
        of asset: AssetID, from former: [String], to tags: [String], in organization: OrganizationID, at now: Timestamp
    ) async throws {
        let (former, tags) = (Set(former), Set(tags))
        try await add(tags.subtracting(former).sorted(), to: asset, in: organization, at: now)
        try await remove(former.subtracting(tags).sorted(), from: asset, in: organization)
    }

    private func add(_ names: [String], to asset: AssetID, in organization: OrganizationID, at now: Timestamp) async throws {
        if names.isEmpty { return }
        let rows = names.map { name -> SQL in "(\(TagID.make(at: now)), \(organization), \(name), 1, \(now))" }
        try await transaction.run(
            """
            INSERT INTO tag (id, organization_id, name, assets, created_at) VALUES \(rows.joined(separator: ", "))
            ON CONFLICT (organization_id, name) DO UPDATE SET assets = tag.assets + 1
            """)
        try await transaction.run(
            """
            INSERT INTO asset_tag (tag_id, asset_id)
            SELECT id, \(asset) FROM tag WHERE organization_id = \(organization) AND name IN (\(SQL.list(names)))
            """)
    }

    private func remove(_ names: [String], from asset: AssetID, in organization: OrganizationID) async throws {
        if names.isEmpty { return }
        let these: SQL = "organization_id = \(organization) AND name IN (\(SQL.list(names)))"
        try await transaction.run(
            "DELETE FROM asset_tag WHERE asset_id = \(asset) AND tag_id IN (SELECT id FROM tag WHERE \(these))")
        try await transaction.run("UPDATE tag SET assets = assets - 1 WHERE \(these)")
        try await transaction.run("DELETE FROM tag WHERE \(these) AND assets = 0")
    }

    /// Tags whose names begin with `prefix`, the most used first, then by name: what completes a word somebody types.
    ///
    /// Without a prefix the order is an index's; with one, the tags that begin so are sorted.
    package func list(
        prefix: String, after cursor: TagCursor?, limit: Int, in organization: OrganizationID
    ) async throws -> [Tag] {
        // No name holds a NUL, and PostgreSQL takes none.
        guard prefix.isStorable, cursor?.name.isStorable != false else { return [] }
        var filter: SQL = "organization_id = \(organization)"
        if !prefix.isEmpty {
            filter += " AND name >= \(prefix)"
            if let end = prefix.firstBehindPrefix { filter += " AND name < \(end)" }
        }
        if let cursor {
            filter += " AND assets <= \(cursor.assets) AND (assets < \(cursor.assets) OR name > \(cursor.name))"
        }
        return try await transaction.rows(
            "SELECT id, name, assets FROM tag WHERE \(filter) ORDER BY assets DESC, name LIMIT \(limit)"
        ).map(Tag.init)
    }
}

extension Tag {
    fileprivate init(_ row: Row) throws {
        self.init(id: try row.get("id"), name: try row.get("name"), assets: try row.get("assets"))
    }
}
