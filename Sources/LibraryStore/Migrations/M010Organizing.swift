internal import Database

extension LibraryMigrations {
    /// Folders, tags, logical paths (M30–M34), safe repeats of requests, and the origins an organization trusts.
    static let organizing = Migration("010-organizing") { dialect in
        folders(dialect) + tags(dialect) + assets(dialect) + requests(dialect)
    }

    private static func folders(_ dialect: SQLDialect) -> [String] {
        [
            """
            CREATE TABLE folder (
                id \(dialect.uuid) PRIMARY KEY,
                organization_id \(dialect.uuid) NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
                parent_id \(dialect.uuid) REFERENCES folder (id),
                name \(dialect.text) NOT NULL,
                name_folded \(dialect.text) NOT NULL,
                revision \(dialect.integer) NOT NULL DEFAULT 1,
                created_at \(dialect.integer) NOT NULL,
                updated_at \(dialect.integer) NOT NULL
            )\(dialect.tableSuffix)
            """,
            // Names differ among neighbours; two indexes, as nulls are never equal to each other.
            """
            CREATE UNIQUE INDEX folder_by_name ON folder (organization_id, parent_id, name_folded) WHERE parent_id IS NOT NULL
            """,
            "CREATE UNIQUE INDEX folder_at_root_by_name ON folder (organization_id, name_folded) WHERE parent_id IS NULL",
            "CREATE INDEX folder_by_parent ON folder (parent_id)",
            "CREATE INDEX folder_by_organization ON folder (organization_id, name_folded, id)",
        ]
    }

    /// `asset.tags` repeats the names of an asset's tags, one a line in order, so that a list reads no other table.
    private static func tags(_ dialect: SQLDialect) -> [String] {
        [
            """
            CREATE TABLE tag (
                id \(dialect.uuid) PRIMARY KEY,
                organization_id \(dialect.uuid) NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
                name \(dialect.text) NOT NULL,
                assets \(dialect.integer) NOT NULL DEFAULT 0 CHECK (assets >= 0),
                created_at \(dialect.integer) NOT NULL,
                UNIQUE (organization_id, name)
            )\(dialect.tableSuffix)
            """,
            """
            CREATE TABLE asset_tag (
                tag_id \(dialect.uuid) NOT NULL REFERENCES tag (id) ON DELETE CASCADE,
                asset_id \(dialect.uuid) NOT NULL REFERENCES asset (id) ON DELETE CASCADE,
                PRIMARY KEY (tag_id, asset_id)
            )\(dialect.keyedTableSuffix)
            """,
            "CREATE INDEX asset_tag_by_asset ON asset_tag (asset_id, tag_id)",
            // The order tags are offered in.
            "CREATE INDEX tag_by_use ON tag (organization_id, assets DESC, name)",
        ]
    }

    private static func assets(_ dialect: SQLDialect) -> [String] {
        [
            "ALTER TABLE asset ADD COLUMN tags \(dialect.text) NOT NULL DEFAULT ''",
            "ALTER TABLE asset ADD COLUMN usage_count \(dialect.integer) NOT NULL DEFAULT 0 CHECK (usage_count >= 0)",
            // Whether an editor chose the thumbnail, and what tells its key from those of others of the same byte version.
            "ALTER TABLE asset ADD COLUMN has_own_thumbnail \(dialect.integer) NOT NULL DEFAULT 0",
            "ALTER TABLE asset ADD COLUMN thumbnail_mark \(dialect.text) NOT NULL DEFAULT ''",
            """
            CREATE UNIQUE INDEX asset_by_logical_path ON asset (organization_id, logical_path_folded)
                WHERE logical_path_folded IS NOT NULL
            """,
            // In its order the oldest of many assets with the same bytes is found without reading the others.
            "DROP INDEX asset_by_checksum",
            "CREATE INDEX asset_by_checksum ON asset (organization_id, checksum, created_at, id)",
            "CREATE INDEX asset_by_folder ON asset (organization_id, status, folder_id, created_at, id)",
            """
            CREATE INDEX asset_by_media_type ON asset (organization_id, status, media_type, created_at, id)
                WHERE media_type IS NOT NULL
            """,
            """
            CREATE INDEX asset_by_use ON asset (organization_id, status, created_at, id) WHERE usage_count > 0
            """,
        ]
    }

    private static func requests(_ dialect: SQLDialect) -> [String] {
        [
            // What a request with an `Idempotency-Key` has come to. `key_hash` stands for organization, sender and key;
            // a new organization is asked for in none.
            """
            CREATE TABLE idempotency_key (
                key_hash \(dialect.blob) PRIMARY KEY,
                organization_id \(dialect.uuid) REFERENCES organization (id) ON DELETE CASCADE,
                request_hash \(dialect.blob),
                fence \(dialect.integer) NOT NULL,
                lease_expires_at \(dialect.integer) NOT NULL,
                subject_id \(dialect.uuid),
                response \(dialect.blob),
                expires_at \(dialect.integer) NOT NULL
            )\(dialect.tableSuffix)
            """,
            "CREATE INDEX idempotency_key_by_end ON idempotency_key (expires_at)",
            "CREATE INDEX idempotency_key_by_organization ON idempotency_key (organization_id)",
            // One a line; `allowed_origin` repeats them to be found by origin.
            "ALTER TABLE organization ADD COLUMN allowed_origins \(dialect.text) NOT NULL DEFAULT ''",
            """
            CREATE TABLE allowed_origin (
                organization_id \(dialect.uuid) NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
                origin \(dialect.text) NOT NULL,
                PRIMARY KEY (organization_id, origin)
            )\(dialect.keyedTableSuffix)
            """,
            "CREATE INDEX allowed_origin_by_origin ON allowed_origin (origin)",
        ]
    }
}
