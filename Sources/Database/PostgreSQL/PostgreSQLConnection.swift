internal import CPostgres
internal import Glibc
internal import Platform

/// How a ``PostgreSQLDatabase`` connects and how long it waits.
struct PostgreSQLSettings: Sendable {
    let url: String
    /// All in milliseconds.
    let lockTimeout: Int
    let statementTimeout: Int
    let connectTimeout: Int
    /// A closure does no I/O; one that stands still holds locks others wait for.
    let idleTimeout = 60_000
}

/// One connection to a PostgreSQL server, made when first needed and again after it broke, and the thread it lives on.
///
/// libpq is never let block: it is used in its non-blocking mode and waited for with a deadline, so a server that stops
/// answering is noticed.
final class PostgreSQLConnection: @unchecked Sendable {  // after init everything is used on `thread` alone, by one job at a time
    let thread: ConnectionThread
    let settings: PostgreSQLSettings
    /// Nil while there is no connection.
    var handle: OpaquePointer?
    var statements = PostgreSQLStatementCache(capacity: 200)
    /// Why the last try to connect failed, in libpq's words, which name the host and the user but no password.
    var connectionProblem = ""

    /// Counts transactions, so that one that has ended can be told from the one running.
    var transactionNumber = 0
    /// What a statement of the running transaction failed with: the server runs no more of them.
    var failure: DatabaseError?
    /// Whether statements of the running transaction may take as long as they want.
    var isUnlimited = false
    private var isClosed = false

    init(_ settings: PostgreSQLSettings, number: Int) {
        self.settings = settings
        thread = ConnectionThread(name: "postgres-\(number)")
    }

    deinit {
        drop()
        thread.stop()
    }

    /// Disconnects for good; transactions then fail with `unavailable`.
    func close() {
        isClosed = true
        drop()
    }

    /// Disconnects; the next transaction connects again.
    func drop() {
        PQfinish(handle)
        handle = nil
        statements = PostgreSQLStatementCache(capacity: 200)
    }

    /// The connection, made if there is none.
    func connected() throws(DatabaseError) -> OpaquePointer {
        if isClosed { throw .unavailable }
        if let handle { return handle }
        return try connect()
    }

    /// Whether the server has closed the connection, as far as is known without asking it.
    var isBroken: Bool {
        guard let handle else { return true }
        // The server's last words may come before the end itself.
        for _ in 0..<4 where PQstatus(handle) == CONNECTION_OK {
            guard wait(handle, for: POLLIN, milliseconds: 0) else { return false }
            guard PQconsumeInput(handle) == 1 else { return true }
            _ = PQisBusy(handle)
        }
        return PQstatus(handle) != CONNECTION_OK
    }

    /// Waits until the connection is ready; false when it was not within the time. Blocks the thread, which is this connection's own.
    func wait(_ handle: OpaquePointer, for events: Int32, milliseconds: Int) -> Bool {
        let end = monotonicNanoseconds() + UInt64(max(0, milliseconds)) * 1_000_000
        var entry = pollfd(fd: PQsocket(handle), events: Int16(events), revents: 0)
        while true {
            let now = monotonicNanoseconds()
            let rest = now < end ? Int32(clamping: (end - now + 999_999) / 1_000_000) : 0
            let count = poll(&entry, 1, rest)
            if count > 0 { return true }
            if count == 0 && rest < Int32.max || count < 0 && errno != EINTR { return false }
        }
    }
}
