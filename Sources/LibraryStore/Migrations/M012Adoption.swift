internal import Database

extension LibraryMigrations {
    /// Files that were stored before they were assets: under keys that this library did not make, maybe shared with another
    /// organization, and of a size nobody has asked for yet (M50).
    static func adoption(_ dialect: SQLDialect) -> [String] {
        [
            // The keys stay the asset's when its bytes are replaced: addresses and content name them.
            """
            CREATE TABLE adopted_key (
                organization_id \(dialect.uuid) NOT NULL,
                storage_key \(dialect.text) NOT NULL,
                asset_id \(dialect.uuid) NOT NULL REFERENCES asset (id) ON DELETE CASCADE,
                PRIMARY KEY (organization_id, storage_key)
            )\(dialect.tableSuffix)
            """,
            "CREATE INDEX adopted_key_by_key ON adopted_key (storage_key)",
            "CREATE INDEX adopted_key_by_asset ON adopted_key (asset_id)",
            // Unique in its organization (M10), not among all: two may have used one bucket.
            "DROP INDEX asset_by_storage_key",
            "CREATE INDEX asset_by_storage_key ON asset (storage_key) WHERE storage_key IS NOT NULL",
            """
            CREATE UNIQUE INDEX asset_once_by_key ON asset (organization_id, provider, storage_key)
                WHERE storage_key IS NOT NULL
            """,
            // Uploads have bytes: 0 of an upload is a size that is not known yet.
            """
            CREATE INDEX asset_of_unknown_size ON asset (organization_id, storage_key)
                WHERE byte_size = 0 AND storage_key IS NOT NULL
            """,
        ]
    }
}
