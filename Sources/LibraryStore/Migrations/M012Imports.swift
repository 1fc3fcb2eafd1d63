internal import Database

extension LibraryMigrations {
    /// What imports remember, beside the addresses: of an export, which asset became which; of the first visit, how it went (M49).
    static func imports(_ dialect: SQLDialect) -> [String] {
        [
            """
            CREATE TABLE imported_asset (
                organization_id \(dialect.uuid) NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
                former_id \(dialect.uuid) NOT NULL,
                asset_id \(dialect.uuid) NOT NULL REFERENCES asset (id) ON DELETE CASCADE,
                PRIMARY KEY (organization_id, former_id)
            )\(dialect.keyedTableSuffix)
            """,
            "CREATE INDEX imported_asset_by_asset ON imported_asset (asset_id)",
            // One row for ever: the files found on the first visit are imported once. `skipped_files` holds some of them, a line each.
            """
            CREATE TABLE first_import (
                organization_id \(dialect.uuid) PRIMARY KEY REFERENCES organization (id) ON DELETE CASCADE,
                imported \(dialect.integer) NOT NULL DEFAULT 0,
                skipped \(dialect.integer) NOT NULL DEFAULT 0,
                skipped_files \(dialect.text) NOT NULL DEFAULT '',
                failure \(dialect.text),
                begun_at \(dialect.integer) NOT NULL,
                ended_at \(dialect.integer)
            )\(dialect.tableSuffix)
            """,
        ]
    }
}
