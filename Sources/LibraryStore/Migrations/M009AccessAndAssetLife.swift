internal import Database

extension LibraryMigrations {
    /// Own rules and limits, members' ways in, and the whole life of an asset (M3–M6, M14, M45, M46).
    static let accessAndAssetLife = Migration("009-access-and-asset-life") { dialect in
        policies(dialect) + access(dialect) + audit(dialect) + assetLife(dialect)
    }

    private static func policies(_ dialect: SQLDialect) -> [String] {
        [
            "ALTER TABLE organization ADD COLUMN policy_overrides \(dialect.text) NOT NULL DEFAULT ''",
            """
            CREATE TABLE plan_limit (
                plan \(dialect.text) PRIMARY KEY,
                max_file_bytes \(dialect.integer),
                max_storage_bytes \(dialect.integer)
            )\(dialect.tableSuffix)
            """,
            // What is left to say of an organization that was deleted, for its detached assets (M5).
            """
            CREATE TABLE former_organization (
                id \(dialect.uuid) PRIMARY KEY,
                slug \(dialect.text) NOT NULL,
                name \(dialect.text) NOT NULL,
                deleted_by \(dialect.uuid) REFERENCES app_user (id) ON DELETE SET NULL,
                deleted_at \(dialect.integer) NOT NULL
            )\(dialect.tableSuffix)
            """,
            """
            CREATE INDEX asset_by_former_organization ON asset (created_at, id) WHERE organization_id IS NULL
            """,
        ]
    }

    private static func access(_ dialect: SQLDialect) -> [String] {
        [
            "ALTER TABLE api_token ADD COLUMN name \(dialect.text) NOT NULL DEFAULT ''",
            "ALTER TABLE api_token ADD COLUMN last_used_at \(dialect.integer)",
            "CREATE INDEX api_token_by_user ON api_token (user_id)",
            """
            CREATE TABLE invitation (
                id \(dialect.uuid) PRIMARY KEY,
                organization_id \(dialect.uuid) NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
                email \(dialect.text) NOT NULL,
                role \(dialect.text) NOT NULL,
                token_hash \(dialect.blob) NOT NULL UNIQUE,
                invited_by \(dialect.uuid) REFERENCES app_user (id) ON DELETE SET NULL,
                created_at \(dialect.integer) NOT NULL,
                expires_at \(dialect.integer) NOT NULL,
                UNIQUE (organization_id, email)
            )\(dialect.tableSuffix)
            """,
            // `key_hash` stands for an address, an account or both; the window is by the database's clock.
            """
            CREATE TABLE sign_in_attempt (
                key_hash \(dialect.blob) PRIMARY KEY,
                attempts \(dialect.integer) NOT NULL,
                window_ends_at \(dialect.integer) NOT NULL
            )\(dialect.tableSuffix)
            """,
            "CREATE INDEX sign_in_attempt_by_end ON sign_in_attempt (window_ends_at)",
        ]
    }

    private static func audit(_ dialect: SQLDialect) -> [String] {
        [
            """
            CREATE TABLE audit_change (
                entry \(dialect.integer) NOT NULL REFERENCES audit_entry (number) ON DELETE CASCADE,
                field \(dialect.text) NOT NULL,
                before_value \(dialect.text),
                after_value \(dialect.text),
                PRIMARY KEY (entry, field)
            )\(dialect.tableSuffix)
            """,
            "CREATE INDEX audit_entry_by_subject ON audit_entry (organization_id, subject_id, number)",
            "CREATE INDEX audit_entry_by_user ON audit_entry (organization_id, user_id, number)",
        ]
    }

    private static func assetLife(_ dialect: SQLDialect) -> [String] {
        [
            // What retention looks for; the few rows that are in Trash.
            """
            CREATE INDEX asset_by_deletion ON asset (organization_id, status, deleted_at, id) WHERE deleted_at IS NOT NULL
            """,
            // Which byte version lies under the public address, where that points straight at a bucket.
            "ALTER TABLE asset ADD COLUMN public_copy_version \(dialect.integer) NOT NULL DEFAULT 1",
            "CREATE INDEX asset_by_old_public_copy ON asset (organization_id) WHERE public_copy_version < version",
            // When the bytes became the present ones; null for those the asset began with. Edits move `updated_at`, not this.
            "ALTER TABLE asset ADD COLUMN bytes_changed_at \(dialect.integer)",
            // Blobs of versions that were replaced, until they are removed. Their organization may be gone before them.
            """
            CREATE TABLE retired_blob (
                storage_key \(dialect.text) PRIMARY KEY,
                organization_id \(dialect.uuid) NOT NULL,
                asset_id \(dialect.uuid) NOT NULL,
                storage_provider \(dialect.text) NOT NULL,
                bucket \(dialect.text),
                retired_at \(dialect.integer) NOT NULL,
                failure \(dialect.text)
            )\(dialect.tableSuffix)
            """,
            "CREATE INDEX retired_blob_by_asset ON retired_blob (organization_id, asset_id)",
        ]
    }
}
