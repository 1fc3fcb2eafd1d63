internal import Database

extension LibraryMigrations {
    static let organizationsAndAccess = Migration("001-organizations-and-access") { dialect in
        [
            """
            CREATE TABLE organization (
                id \(dialect.uuid) PRIMARY KEY,
                slug \(dialect.text) NOT NULL UNIQUE,
                name \(dialect.text) NOT NULL,
                plan \(dialect.text) NOT NULL,
                profile \(dialect.text) NOT NULL,
                max_file_bytes \(dialect.integer),
                max_storage_bytes \(dialect.integer),
                used_bytes \(dialect.integer) NOT NULL DEFAULT 0 CHECK (used_bytes >= 0),
                reserved_bytes \(dialect.integer) NOT NULL DEFAULT 0 CHECK (reserved_bytes >= 0),
                created_at \(dialect.integer) NOT NULL
            )\(dialect.tableSuffix)
            """,
            """
            CREATE TABLE app_user (
                id \(dialect.uuid) PRIMARY KEY,
                email \(dialect.text) NOT NULL UNIQUE,
                password_hash \(dialect.text) NOT NULL,
                is_superadmin \(dialect.integer) NOT NULL DEFAULT 0,
                created_at \(dialect.integer) NOT NULL
            )\(dialect.tableSuffix)
            """,
            """
            CREATE TABLE membership (
                organization_id \(dialect.uuid) NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
                user_id \(dialect.uuid) NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
                role \(dialect.text) NOT NULL,
                created_at \(dialect.integer) NOT NULL,
                PRIMARY KEY (organization_id, user_id)
            )\(dialect.tableSuffix)
            """,
            "CREATE INDEX membership_by_user ON membership (user_id)",
            """
            CREATE TABLE session (
                token_hash \(dialect.blob) PRIMARY KEY,
                user_id \(dialect.uuid) NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
                csrf_token \(dialect.text) NOT NULL,
                created_at \(dialect.integer) NOT NULL,
                expires_at \(dialect.integer) NOT NULL
            )\(dialect.tableSuffix)
            """,
            "CREATE INDEX session_by_user ON session (user_id)",
            "CREATE INDEX session_by_expiry ON session (expires_at)",
            """
            CREATE TABLE api_token (
                id \(dialect.uuid) PRIMARY KEY,
                organization_id \(dialect.uuid) NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
                user_id \(dialect.uuid) NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
                token_hash \(dialect.blob) NOT NULL UNIQUE,
                scopes \(dialect.text) NOT NULL,
                expires_at \(dialect.integer),
                created_at \(dialect.integer) NOT NULL
            )\(dialect.tableSuffix)
            """,
            "CREATE INDEX api_token_by_organization ON api_token (organization_id)",
        ]
    }
}
