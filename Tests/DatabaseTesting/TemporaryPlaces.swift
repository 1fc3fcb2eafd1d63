internal import Database
internal import Glibc
internal import Platform

/// A folder for one test's database files, removed with its last reference.
package final class TemporaryFolder: Sendable {
    package let path: String

    package init() {
        var template = Array("/tmp/vitrine-database-XXXXXX".utf8CString)
        path = mkdtemp(&template).map { String(cString: $0) } ?? "/nonexistent"
    }

    deinit {
        for suffix in ["", "-wal", "-shm"] { unlink("\(file)\(suffix)") }
        rmdir(path)
    }

    package var file: String { "\(path)/test.db" }
}

/// A schema of the test server that stands for a database of its own; dropped some time after its last reference went.
package final class TemporarySchema: Sendable {
    package let name: String
    package let url: String

    package init() async throws {
        let server = Engine.server ?? ""
        name = "test_\(UInt64.random(in: 0 ... .max))"
        url = server + (server.contains("?") ? "&" : "?") + "options=-csearch_path%3D\(name)%2Cpublic"
        let names = Self.unneeded.withLock { names in
            defer { names = [] }
            return names
        }
        let name = name
        try await Self.administrator.value.write { transaction in
            for old in names { try await transaction.run("DROP SCHEMA IF EXISTS \(raw: old) CASCADE") }
            try await transaction.run("CREATE SCHEMA \(raw: name)")
        }
    }

    deinit { Self.unneeded.withLock { $0.append(name) } }

    /// Schemas to drop when the next one is made. The server is a throwaway: the last few go with it.
    private static let unneeded = Locked<[String]>([])

    /// Extensions belong to the whole database; one made in a test's schema would vanish with it.
    private static let administrator = Task {
        let database = try PostgreSQLDatabase(url: Engine.server ?? "", connections: 1)
        try await database.write { transaction in
            _ = try await transaction.row("SELECT pg_advisory_xact_lock(\(7))")
            try await transaction.run("CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public")
        }
        return database
    }
}
