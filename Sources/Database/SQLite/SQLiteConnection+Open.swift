internal import CSQLite

extension SQLiteConnection {
    /// In the header of every file this program made: `VITR`.
    private static let applicationID: Int64 = 0x5649_5452

    /// A connection that may write; marks a new file as this program's and refuses any other program's.
    static func writer(path: String, busyTimeout: UInt64) throws(DatabaseError) -> SQLiteConnection {
        let connection = try SQLiteConnection(path: path, threadName: "sqlite-write", busyTimeout: busyTimeout)
        let isNew = try connection.checkOwner()
        try connection.useWriteAheadLog()
        try connection.configure()
        if isNew { try connection.execute("PRAGMA application_id = \(raw: String(applicationID))") }
        return connection
    }

    /// A connection that refuses to write.
    static func reader(path: String, number: Int, busyTimeout: UInt64) throws(DatabaseError) -> SQLiteConnection {
        let connection = try SQLiteConnection(path: path, threadName: "sqlite-read-\(number)", busyTimeout: busyTimeout)
        try connection.configure()
        try connection.execute("PRAGMA query_only = ON")
        return connection
    }

    /// The switch needs the file alone for a moment, which SQLite does not wait for by itself.
    private func useWriteAheadLog() throws(DatabaseError) {
        var tries: Int32 = 0
        while true {
            do throws(DatabaseError) {
                try execute("PRAGMA journal_mode = WAL")
                return
            } catch {
                guard error == .busy, waitForLock(tries: tries) else { throw error }
                tries += 1
            }
        }
    }

    /// Whether the file is empty; throws if it has someone else's tables.
    private func checkOwner() throws(DatabaseError) -> Bool {
        // In this order: another process marks a new file before it makes the first table.
        let tables = try integer("SELECT count(*) FROM sqlite_schema")
        let owner = try integer("PRAGMA application_id")
        if owner == Self.applicationID { return false }
        guard owner == 0, tables == 0 else {
            throw .other(code: SQLITE_NOTADB, message: "the file is another program's database")
        }
        return true
    }

    private func configure() throws(DatabaseError) {
        // NORMAL would lose acknowledged commits at a power cut.
        try execute("PRAGMA synchronous = FULL")
        try execute("PRAGMA foreign_keys = ON")
        try execute("PRAGMA temp_store = MEMORY")
        try execute("PRAGMA cache_size = -8192")
        try execute("PRAGMA journal_size_limit = 67108864")
    }

    private func integer(_ sql: SQL) throws(DatabaseError) -> Int64 {
        var value: Int64 = 0
        try execute(sql) { statement in
            value = sqlite3_column_int64(statement.handle, 0)
            return false
        }
        return value
    }
}
