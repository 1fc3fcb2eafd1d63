internal import Database

extension LibraryMigrations {
    /// Logos of organizations (M66), and what belongs to no organization: site variables and the files behind them (M25).
    static let logosAndSiteVariables = Migration("008-logos-and-site-variables") { dialect in
        [
            "ALTER TABLE organization ADD COLUMN revision \(dialect.integer) NOT NULL DEFAULT 1",
            "ALTER TABLE organization ADD COLUMN logo_provider \(dialect.text)",
            "ALTER TABLE organization ADD COLUMN logo_bucket \(dialect.text)",
            "ALTER TABLE organization ADD COLUMN logo_key \(dialect.text)",
            "ALTER TABLE organization ADD COLUMN logo_mime_type \(dialect.text)",
            "ALTER TABLE organization ADD COLUMN logo_byte_size \(dialect.integer)",
            "ALTER TABLE organization ADD COLUMN logo_checksum \(dialect.blob)",
            "ALTER TABLE organization ADD COLUMN logo_updated_at \(dialect.integer)",
            "CREATE UNIQUE INDEX organization_by_logo_key ON organization (logo_key) WHERE logo_key IS NOT NULL",
            """
            CREATE TABLE global_data (
                entry \(dialect.text) NOT NULL,
                name \(dialect.text) NOT NULL,
                value \(dialect.text) NOT NULL,
                updated_at \(dialect.integer) NOT NULL,
                PRIMARY KEY (entry, name)
            )\(dialect.tableSuffix)
            """,
            """
            CREATE TABLE global_blob (
                storage_key \(dialect.text) PRIMARY KEY,
                storage_provider \(dialect.text) NOT NULL,
                bucket \(dialect.text),
                mime_type \(dialect.text) NOT NULL,
                byte_size \(dialect.integer) NOT NULL,
                checksum \(dialect.blob) NOT NULL,
                created_at \(dialect.integer) NOT NULL
            )\(dialect.tableSuffix)
            """,
        ]
    }
}
