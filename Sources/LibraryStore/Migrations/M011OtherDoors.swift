internal import Database

extension LibraryMigrations {
    /// Uploads that come in several requests (M19, M20), external assets (M9), content items and what uses which asset (M35, M40).
    static let otherDoors = Migration("011-other-doors") { dialect in
        uploads(dialect) + externalAssets(dialect) + content(dialect)
    }

    private static func uploads(_ dialect: SQLDialect) -> [String] {
        [
            // A row exists from the first request until it expires; `fence` counts its writers.
            """
            CREATE TABLE upload (
                id \(dialect.uuid) PRIMARY KEY,
                organization_id \(dialect.uuid) NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
                method \(dialect.text) NOT NULL,
                file_name \(dialect.text) NOT NULL,
                title \(dialect.text),
                description \(dialect.text),
                alt_text \(dialect.text),
                label \(dialect.text),
                folder_id \(dialect.uuid),
                logical_path \(dialect.text),
                tags \(dialect.text) NOT NULL DEFAULT '',
                media_type \(dialect.text),
                visibility \(dialect.text),
                on_duplicate \(dialect.text) NOT NULL,
                byte_size \(dialect.integer) NOT NULL CHECK (byte_size >= 0),
                mime_type \(dialect.text),
                client_metadata \(dialect.text),
                checksum \(dialect.blob),
                storage_provider \(dialect.text) NOT NULL,
                bucket \(dialect.text),
                received_bytes \(dialect.integer) NOT NULL DEFAULT 0 CHECK (received_bytes BETWEEN 0 AND byte_size),
                reserved_bytes \(dialect.integer) NOT NULL CHECK (reserved_bytes >= 0),
                fence \(dialect.integer) NOT NULL DEFAULT 0,
                asset_id \(dialect.uuid),
                created_by \(dialect.uuid) REFERENCES app_user (id) ON DELETE SET NULL,
                created_at \(dialect.integer) NOT NULL,
                expires_at \(dialect.integer) NOT NULL
            )\(dialect.tableSuffix)
            """,
            "CREATE INDEX upload_by_organization ON upload (organization_id, id)",
            "CREATE INDEX upload_by_end ON upload (expires_at)",
            // The bytes that have arrived, in order.
            """
            CREATE TABLE upload_part (
                upload_id \(dialect.uuid) NOT NULL REFERENCES upload (id) ON DELETE CASCADE,
                position \(dialect.integer) NOT NULL,
                storage_key \(dialect.text) NOT NULL UNIQUE,
                byte_size \(dialect.integer) NOT NULL CHECK (byte_size > 0),
                PRIMARY KEY (upload_id, position)
            )\(dialect.tableSuffix)
            """,
        ]
    }

    private static func externalAssets(_ dialect: SQLDialect) -> [String] {
        [
            // Where the picture of an external asset was said to be.
            "ALTER TABLE asset ADD COLUMN thumbnail_source_url \(dialect.text)",
            "CREATE INDEX asset_by_source ON asset (organization_id, source_url) WHERE source_url IS NOT NULL",
            // Of the assets a counter counts, those without bytes here.
            "ALTER TABLE storage_counter ADD COLUMN external_assets \(dialect.integer) NOT NULL DEFAULT 0",
        ]
    }

    private static func content(_ dialect: SQLDialect) -> [String] {
        [
            """
            CREATE TABLE content_item (
                id \(dialect.uuid) PRIMARY KEY,
                organization_id \(dialect.uuid) NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
                type \(dialect.text) NOT NULL,
                external_id \(dialect.text) NOT NULL,
                title \(dialect.text) NOT NULL,
                title_folded \(dialect.text) NOT NULL,
                url \(dialect.text),
                body \(dialect.text) NOT NULL DEFAULT '',
                format \(dialect.text) NOT NULL,
                revision \(dialect.integer) NOT NULL DEFAULT 1,
                created_by \(dialect.uuid) REFERENCES app_user (id) ON DELETE SET NULL,
                created_at \(dialect.integer) NOT NULL,
                updated_at \(dialect.integer) NOT NULL,
                UNIQUE (organization_id, type, external_id)
            )\(dialect.tableSuffix)
            """,
            "CREATE INDEX content_item_by_created ON content_item (organization_id, type, created_at, id)",
            "CREATE INDEX content_item_by_title ON content_item (organization_id, type, title_folded, id)",
            // `asset.usage_count` repeats how many rows an asset has here.
            """
            CREATE TABLE asset_usage (
                id \(dialect.uuid) PRIMARY KEY,
                organization_id \(dialect.uuid) NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
                asset_id \(dialect.uuid) NOT NULL REFERENCES asset (id) ON DELETE CASCADE,
                target_type \(dialect.text) NOT NULL,
                target_id \(dialect.text) NOT NULL,
                slot_type \(dialect.text) NOT NULL,
                slot_key \(dialect.text),
                position \(dialect.integer),
                origin \(dialect.text) NOT NULL,
                created_by \(dialect.uuid) REFERENCES app_user (id) ON DELETE SET NULL,
                created_at \(dialect.integer) NOT NULL
            )\(dialect.tableSuffix)
            """,
            // Unique as a tuple, with nulls equal (M35).
            """
            CREATE UNIQUE INDEX asset_usage_once ON asset_usage
                (asset_id, target_type, target_id, slot_type, COALESCE(slot_key, ''), COALESCE(position, -1), origin)
            """,
            "CREATE INDEX asset_usage_by_asset ON asset_usage (asset_id, created_at, id)",
            "CREATE INDEX asset_usage_by_target ON asset_usage (organization_id, target_type, target_id, created_at, id)",
        ]
    }
}
