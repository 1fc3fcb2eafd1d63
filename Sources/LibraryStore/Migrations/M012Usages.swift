internal import Database

extension LibraryMigrations {
    /// What content names, found or not (M35, M36); where assets were before (M49, M64).
    static let usages = Migration("012-usages") { dialect in
        references(dialect) + addresses(dialect) + imports(dialect) + adoption(dialect) + unused()
    }

    private static func references(_ dialect: SQLDialect) -> [String] {
        [
            // Replaced whole by every save of its item. A reference that may mean several things has a row for each, the best first;
            // `asset_id` is in all of them what the reference leads to.
            """
            CREATE TABLE content_reference (
                content_id \(dialect.uuid) NOT NULL REFERENCES content_item (id) ON DELETE CASCADE,
                ordinal \(dialect.integer) NOT NULL,
                alternative \(dialect.integer) NOT NULL,
                organization_id \(dialect.uuid) NOT NULL,
                lookup \(dialect.text) NOT NULL,
                written \(dialect.text) NOT NULL,
                slot_type \(dialect.text) NOT NULL,
                slot_key \(dialect.text),
                position \(dialect.integer),
                is_certain \(dialect.integer) NOT NULL,
                asset_id \(dialect.uuid) REFERENCES asset (id) ON DELETE SET NULL,
                PRIMARY KEY (content_id, organization_id, ordinal, alternative)
            )\(dialect.tableSuffix)
            """,
            "CREATE INDEX content_reference_by_lookup ON content_reference (organization_id, lookup, content_id)",
            """
            CREATE INDEX content_reference_by_asset ON content_reference (asset_id, organization_id, content_id)
                WHERE asset_id IS NOT NULL
            """,
            // With the organization, by which every query asks as well: or SQLite, which keeps no statistics, goes through all it has.
            "DROP INDEX asset_usage_by_asset",
            "CREATE INDEX asset_usage_by_asset ON asset_usage (asset_id, organization_id, created_at, id)",
            """
            CREATE INDEX content_reference_broken ON content_reference (organization_id, content_id, ordinal)
                WHERE asset_id IS NULL AND alternative = 0 AND is_certain = 1
            """,
            // Items of every type together, newest first.
            "CREATE INDEX content_item_by_age ON content_item (organization_id, created_at, id)",
        ]
    }

    private static func addresses(_ dialect: SQLDialect) -> [String] {
        [
            // `/uploads/<path>` of files that were imported, with the bytes they had then.
            """
            CREATE TABLE imported_address (
                organization_id \(dialect.uuid) NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
                path \(dialect.text) NOT NULL,
                asset_id \(dialect.uuid) NOT NULL REFERENCES asset (id) ON DELETE CASCADE,
                checksum \(dialect.blob) NOT NULL,
                imported_at \(dialect.integer) NOT NULL,
                PRIMARY KEY (organization_id, path)
            )\(dialect.tableSuffix)
            """,
            "CREATE INDEX imported_address_by_path ON imported_address (path, imported_at, organization_id)",
            "CREATE INDEX imported_address_by_asset ON imported_address (asset_id, organization_id)",
            // Logical paths that assets have left, for references that still name them.
            """
            CREATE TABLE former_path (
                asset_id \(dialect.uuid) NOT NULL REFERENCES asset (id) ON DELETE CASCADE,
                path \(dialect.text) NOT NULL,
                organization_id \(dialect.uuid) NOT NULL,
                left_at \(dialect.integer) NOT NULL,
                PRIMARY KEY (asset_id, path)
            )\(dialect.tableSuffix)
            """,
            "CREATE INDEX former_path_by_path ON former_path (organization_id, path, left_at)",
        ]
    }
}
