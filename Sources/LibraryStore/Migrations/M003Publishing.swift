internal import Database

extension LibraryMigrations {
    /// An intent is the promise of a blob: it exists before the bytes do and goes when a row owns them.
    static let publishing = Migration("003-publishing") { dialect in
        [
            """
            CREATE TABLE publish_intent (
                id \(dialect.uuid) PRIMARY KEY,
                organization_id \(dialect.uuid) NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
                storage_key \(dialect.text) NOT NULL UNIQUE,
                reserved_bytes \(dialect.integer) NOT NULL CHECK (reserved_bytes >= 0),
                lease_expires_at \(dialect.integer) NOT NULL
            )\(dialect.tableSuffix)
            """,
            "CREATE INDEX publish_intent_by_organization ON publish_intent (organization_id)",
            "CREATE INDEX publish_intent_by_lease ON publish_intent (lease_expires_at)",
        ]
    }
}
