internal import CSQLite
internal import Platform

/// One connection to a SQLite file and the thread it lives on.
final class SQLiteConnection: @unchecked Sendable {  // after init everything is used on `thread` alone, by one job at a time
    let thread: ConnectionThread
    private(set) var handle: OpaquePointer?
    private var cache = SQLiteStatementCache(capacity: 200)

    /// Counts transactions, so that one that has ended can be told from the one running.
    var transactionNumber = 0
    /// What a statement of the running transaction failed with: it can only be rolled back.
    var failure: DatabaseError?
    var isHeld = false
    var waiters: [CheckedContinuation<Void, Never>] = []
    let busyTimeout: UInt64  // milliseconds
    var busySince: UInt64 = 0

    /// Opens `path`, creating it if absent.
    init(path: String, threadName: String, busyTimeout: UInt64) throws(DatabaseError) {
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        var handle: OpaquePointer?
        let code = sqlite3_open_v2(path, &handle, flags, nil)
        guard code == SQLITE_OK, let handle else {
            sqlite3_close_v2(handle)
            throw DatabaseError(sqlite: code, message: "")
        }
        self.handle = handle
        self.busyTimeout = busyTimeout
        thread = ConnectionThread(name: threadName)
        waitWhenBusy(handle)
    }

    deinit {
        close()
        thread.stop()
    }

    /// Closes the file; statements then fail with `unavailable`.
    func close() {
        cache.removeAll()
        sqlite3_close_v2(handle)
        handle = nil
    }

    /// Whether SQLite has a transaction open.
    var isInTransaction: Bool { handle.map { sqlite3_get_autocommit($0) == 0 } ?? false }

    /// Runs `sql`, calling `row` for each row until that answers false; the number of rows changed.
    @discardableResult
    func execute(_ sql: SQL, row: (SQLiteStatement) -> Bool = { _ in true }) throws(DatabaseError) -> Int {
        guard let handle else { throw .unavailable }
        let statement = try prepare(sql.text, handle)
        defer {
            sqlite3_reset(statement.handle)
            sqlite3_clear_bindings(statement.handle)
        }
        let code = statement.bind(sql.bindings)
        guard code == SQLITE_OK else { throw failure(code, handle) }
        let before = sqlite3_total_changes64(handle)
        while true {
            switch sqlite3_step(statement.handle) {
            case SQLITE_ROW: if row(statement) { continue }
            case SQLITE_DONE: break
            case let code: throw failure(code, handle)
            }
            // sqlite3_changes keeps the count of an earlier statement when this one changes nothing.
            return sqlite3_total_changes64(handle) == before ? 0 : Int(sqlite3_changes64(handle))
        }
    }

    private func prepare(_ text: String, _ handle: OpaquePointer) throws(DatabaseError) -> SQLiteStatement {
        if let statement = cache.statement(for: text) { return statement }
        var prepared: OpaquePointer?
        var code = SQLITE_OK
        var isOne = true
        var text = text
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                var tail: UnsafePointer<CChar>?
                code = sqlite3_prepare_v3(
                    handle, characters.baseAddress, Int32(characters.count), UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, &tail)
                let end = characters.baseAddress.map { $0 + characters.count }
                if let tail, let end {
                    isOne = UnsafeBufferPointer(start: tail, count: end - tail).allSatisfy { $0 <= 32 || $0 == 59 }
                }
            }
        }
        guard code == SQLITE_OK else {
            let error = failure(code, handle)
            // Nothing is bound yet, so the message can quote only the statement's own text.
            guard case .other(let code, _) = error else { throw error }
            throw .other(code: code, message: String(cString: sqlite3_errmsg(handle)))
        }
        guard let prepared else { throw .misuse("an empty statement") }
        let statement = SQLiteStatement(prepared)
        guard isOne else { throw .misuse("more than one statement") }
        cache.insert(statement, for: text)
        return statement
    }

    private func failure(_ code: Int32, _ handle: OpaquePointer) -> DatabaseError {
        DatabaseError(sqlite: code, message: String(cString: sqlite3_errmsg(handle)))
    }

    /// Waits between tries at a lock another connection holds, for random times so that no two keep step.
    private func waitWhenBusy(_ handle: OpaquePointer) {
        sqlite3_busy_handler(
            handle,
            { context, tries in
                let connection = Unmanaged<SQLiteConnection>.fromOpaque(context!).takeUnretainedValue()
                return connection.waitForLock(tries: tries) ? 1 : 0
            }, Unmanaged.passUnretained(self).toOpaque())
    }
}
