internal import Database

extension LibraryMigrations {
    /// One row a piece of work: `state` is `queued` (also while leased) or `dead` after the last attempt.
    static let jobs = Migration("004-jobs") { dialect in
        [
            """
            CREATE TABLE job (
                id \(dialect.uuid) PRIMARY KEY,
                organization_id \(dialect.uuid) NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
                kind \(dialect.text) NOT NULL,
                asset_id \(dialect.uuid) NOT NULL,
                state \(dialect.text) NOT NULL,
                run_at \(dialect.integer) NOT NULL,
                attempts \(dialect.integer) NOT NULL DEFAULT 0,
                fence \(dialect.integer) NOT NULL DEFAULT 0,
                last_error \(dialect.text),
                created_at \(dialect.integer) NOT NULL,
                UNIQUE (kind, asset_id)
            )\(dialect.tableSuffix)
            """,
            "CREATE INDEX job_by_time ON job (state, run_at, id)",
        ]
    }
}
