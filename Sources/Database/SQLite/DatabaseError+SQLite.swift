internal import CSQLite

extension DatabaseError {
    /// The error for an extended result `code` of running a statement.
    ///
    /// `message` is used only for what names parts of the schema; in general SQLite may quote bound values in it (FTS5
    /// quotes the query).
    init(sqlite code: Int32, message: @autoclosure () -> String) {
        switch code & 0xff {
        case SQLITE_BUSY, SQLITE_LOCKED: self = .busy
        case SQLITE_FULL: self = .full
        case SQLITE_IOERR: self = .io
        case SQLITE_CORRUPT, SQLITE_NOTADB: self = .corrupt
        case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_READONLY, SQLITE_AUTH: self = .unavailable
        case SQLITE_CONSTRAINT: self = DatabaseError(constraint: code, message: message())
        default: self = .other(code: code, message: String(cString: sqlite3_errstr(code)))
        }
    }

    // The extended codes are expressions in C, which Swift does not import: SQLITE_CONSTRAINT | n << 8.
    private init(constraint code: Int32, message: String) {
        switch code >> 8 {
        case 6, 8, 10: self = .uniqueViolation(constraint: DatabaseError.name(in: message))  // PRIMARYKEY, UNIQUE, ROWID
        case 3: self = .foreignKeyViolation
        case 5: self = .notNullViolation(column: DatabaseError.name(in: message))
        case 12: self = .checkViolation(constraint: String(message.split(separator: " ").last ?? ""))  // DATATYPE: "… column t.c"
        default: self = .checkViolation(constraint: DatabaseError.name(in: message))
        }
    }

    /// `asset.path` of `UNIQUE constraint failed: asset.path`.
    private static func name(in message: String) -> String {
        guard let colon = message.firstIndex(of: ":") else { return message }
        return String(message[colon...].dropFirst().drop { $0 == " " })
    }
}
