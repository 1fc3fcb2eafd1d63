internal import Database

extension LibraryMigrations {
    /// What happened, for people (audit, M6) and for hosts that sync (the change feed).
    static let history = Migration("005-history") { dialect in
        [
            """
            CREATE TABLE audit_entry (
                number \(dialect.autoincrement),
                organization_id \(dialect.uuid) NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
                user_id \(dialect.uuid),
                token_id \(dialect.uuid),
                door \(dialect.text) NOT NULL,
                action \(dialect.text) NOT NULL,
                subject_id \(dialect.uuid) NOT NULL,
                subject_name \(dialect.text) NOT NULL,
                at \(dialect.integer) NOT NULL
            )\(dialect.tableSuffix)
            """,
            "CREATE INDEX audit_entry_by_organization ON audit_entry (organization_id, number)",
            """
            CREATE TABLE change_entry (
                number \(dialect.autoincrement),
                organization_id \(dialect.uuid) NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
                asset_id \(dialect.uuid) NOT NULL,
                is_tombstone \(dialect.integer) NOT NULL,
                at \(dialect.integer) NOT NULL
            )\(dialect.tableSuffix)
            """,
            "CREATE INDEX change_entry_by_organization ON change_entry (organization_id, number)",
        ]
    }
}
