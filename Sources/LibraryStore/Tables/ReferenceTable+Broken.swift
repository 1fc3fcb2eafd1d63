internal import Database
package import Library

/// References that can mean nothing but an asset of this library, and lead to none.
extension ReferenceTable {
    /// A page of them, item by item; one more than `limit` says that more follow.
    package func broken(
        after position: BrokenReferencePosition? = nil, limit: Int, in organization: OrganizationID
    ) async throws -> [BrokenReference] {
        let rest: SQL =
            position.map { "AND (reference.content_id, reference.ordinal) > (\($0.item), \($0.ordinal))" } ?? ""
        let rows = try await transaction.rows(
            """
            SELECT reference.content_id, reference.ordinal, reference.written, reference.slot_type, reference.slot_key,
                reference.position, item.type, item.external_id, item.title, item.url
            FROM content_reference AS reference CROSS JOIN content_item AS item
            WHERE reference.organization_id = \(organization) AND reference.asset_id IS NULL AND reference.alternative = 0
                AND reference.is_certain = 1 \(rest) AND item.id = reference.content_id
            ORDER BY reference.content_id, reference.ordinal LIMIT \(limit)
            """)
        let found = try rows.map { try BrokenReference($0, .missing) }
        let trashed = try await inTrash(found, in: organization)
        return try zip(rows, found).map { row, reference in
            trashed.contains(reference.position) ? try BrokenReference(row, .trashed) : reference
        }
    }

    /// How many there are, counting no further than one past ``AssetQuery/exactTotalLimit``.
    package func brokenCount(in organization: OrganizationID) async throws -> Int {
        try await transaction.value(
            """
            SELECT COUNT(*) AS total FROM (
                SELECT 1 FROM content_reference
                WHERE organization_id = \(organization) AND asset_id IS NULL AND alternative = 0 AND is_certain = 1
                LIMIT \(AssetQuery.exactTotalLimit + 1)
            ) AS bounded
            """) ?? 0
    }

    /// Those of `references` that an asset in Trash would be meant by.
    private func inTrash(
        _ references: [BrokenReference], in organization: OrganizationID
    ) async throws -> Set<BrokenReferencePosition> {
        if references.isEmpty { return [] }
        let wanted = Set(references.map(\.position))
        var lookups: [BrokenReferencePosition: [ReferenceLookup]] = [:]
        let rows = try await transaction.rows(
            """
            SELECT content_id, ordinal, lookup FROM content_reference
            WHERE organization_id = \(organization) AND content_id IN (\(SQL.list(Set(references.map(\.item)))))
                AND ordinal IN (\(SQL.list(Set(references.map(\.ordinal)))))
            """)
        for row in rows {
            let position = BrokenReferencePosition(item: try row.get("content_id"), ordinal: try row.get("ordinal"))
            guard wanted.contains(position), let lookup = ReferenceLookup(try row.get("lookup")) else { continue }
            lookups[position, default: []].append(lookup)
        }
        let trashed = try await targets(of: Set(lookups.values.joined()), among: [.trashed], in: organization)
        return Set(lookups.filter { $0.value.contains { trashed[$0] != nil } }.keys)
    }
}

extension BrokenReference {
    fileprivate init(_ row: Row, _ reason: Reason) throws {
        self.init(
            item: try row.get("content_id"), ordinal: try row.get("ordinal"),
            target: UsageTarget(type: try row.get("type"), externalID: try row.get("external_id")), title: try row.get("title"),
            url: try row.get("url"),
            slot: ContentSlot(
                type: try row.get("slot_type"), key: try row.get("slot_key"), position: try row.get("position")),
            written: try row.get("written"), reason: reason)
    }
}
