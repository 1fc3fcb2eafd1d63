internal import Database

extension LibraryMigrations {
    /// `number` orders rows for full-text search; `id` is what everybody else names an asset by.
    static let assets = Migration("002-assets") { dialect in
        [
            """
            CREATE TABLE asset (
                number \(dialect.autoincrement),
                id \(dialect.uuid) NOT NULL UNIQUE,
                organization_id \(dialect.uuid) REFERENCES organization (id) ON DELETE SET NULL,
                former_organization_id \(dialect.uuid),
                scope \(dialect.text) NOT NULL,
                folder_id \(dialect.uuid),
                kind \(dialect.text) NOT NULL,
                provider \(dialect.text) NOT NULL,
                storage_provider \(dialect.text),
                bucket \(dialect.text),
                storage_key \(dialect.text),
                public_url \(dialect.text),
                mime_type \(dialect.text),
                byte_size \(dialect.integer),
                checksum \(dialect.blob),
                version \(dialect.integer) NOT NULL,
                title \(dialect.text),
                description \(dialect.text),
                label \(dialect.text),
                alt_text \(dialect.text),
                display_name \(dialect.text) NOT NULL,
                display_name_folded \(dialect.text) NOT NULL,
                original_name \(dialect.text) NOT NULL,
                sort_title \(dialect.text) NOT NULL,
                search_text \(dialect.text) NOT NULL,
                logical_path \(dialect.text),
                logical_path_folded \(dialect.text),
                media_type \(dialect.text),
                visibility \(dialect.text) NOT NULL,
                source_url \(dialect.text),
                width \(dialect.integer),
                height \(dialect.integer),
                duration_seconds \(dialect.real),
                page_count \(dialect.integer),
                exif \(dialect.text) NOT NULL DEFAULT '',
                placeholder \(dialect.text),
                thumbnail_status \(dialect.text) NOT NULL,
                thumbnail_error \(dialect.text),
                thumbnail_attempted_at \(dialect.integer),
                status \(dialect.text) NOT NULL,
                deleted_at \(dialect.integer),
                deletion_error \(dialect.text),
                created_by \(dialect.uuid) REFERENCES app_user (id) ON DELETE SET NULL,
                created_at \(dialect.integer) NOT NULL,
                updated_at \(dialect.integer) NOT NULL,
                CHECK (provider <> 'upload' OR byte_size IS NOT NULL)
            )\(dialect.tableSuffix)
            """,
            "CREATE UNIQUE INDEX asset_by_storage_key ON asset (storage_key) WHERE storage_key IS NOT NULL",
            "CREATE INDEX asset_by_created ON asset (organization_id, status, created_at, id)",
            "CREATE INDEX asset_by_updated ON asset (organization_id, status, updated_at, id)",
            "CREATE INDEX asset_by_title ON asset (organization_id, status, sort_title, id)",
            "CREATE INDEX asset_by_size ON asset (organization_id, status, (COALESCE(byte_size, 0)), id)",
            "CREATE INDEX asset_by_kind ON asset (organization_id, status, kind, created_at, id)",
            "CREATE INDEX asset_by_checksum ON asset (organization_id, checksum)",
            """
            CREATE TABLE rendition (
                asset_id \(dialect.uuid) NOT NULL REFERENCES asset (id) ON DELETE CASCADE,
                name \(dialect.text) NOT NULL,
                version \(dialect.integer) NOT NULL,
                storage_key \(dialect.text) NOT NULL UNIQUE,
                mime_type \(dialect.text) NOT NULL,
                byte_size \(dialect.integer) NOT NULL,
                checksum \(dialect.blob) NOT NULL,
                width \(dialect.integer) NOT NULL,
                height \(dialect.integer) NOT NULL,
                PRIMARY KEY (asset_id, name)
            )\(dialect.tableSuffix)
            """,
            """
            CREATE TABLE storage_counter (
                organization_id \(dialect.uuid) NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
                status \(dialect.text) NOT NULL,
                kind \(dialect.text) NOT NULL,
                assets \(dialect.integer) NOT NULL,
                bytes \(dialect.integer) NOT NULL,
                PRIMARY KEY (organization_id, status, kind)
            )\(dialect.tableSuffix)
            """,
        ] + searchIndex(dialect)
    }

    /// Substring search over `search_text`: FTS5 trigrams kept by triggers on SQLite, `pg_trgm` on PostgreSQL.
    private static func searchIndex(_ dialect: SQLDialect) -> [String] {
        switch dialect {
        case .sqlite:
            [
                """
                CREATE VIRTUAL TABLE asset_search
                    USING fts5(search_text, content='asset', content_rowid='number', tokenize='trigram')
                """,
                """
                CREATE TRIGGER asset_search_insert AFTER INSERT ON asset BEGIN
                    INSERT INTO asset_search (rowid, search_text) VALUES (new.number, new.search_text);
                END
                """,
                """
                CREATE TRIGGER asset_search_update AFTER UPDATE OF search_text ON asset
                WHEN old.search_text IS NOT new.search_text BEGIN
                    INSERT INTO asset_search (asset_search, rowid, search_text) VALUES ('delete', old.number, old.search_text);
                    INSERT INTO asset_search (rowid, search_text) VALUES (new.number, new.search_text);
                END
                """,
                """
                CREATE TRIGGER asset_search_delete AFTER DELETE ON asset BEGIN
                    INSERT INTO asset_search (asset_search, rowid, search_text) VALUES ('delete', old.number, old.search_text);
                END
                """,
            ]
        case .postgres:
            [
                "CREATE EXTENSION IF NOT EXISTS pg_trgm",
                // Without a list of pending entries every search would have to read, and some insert to work off.
                "CREATE INDEX asset_search ON asset USING gin (search_text gin_trgm_ops) WITH (fastupdate = off)",
            ]
        }
    }
}
