internal import CPostgres
internal import Glibc
internal import Platform

extension PostgreSQLConnection {
    /// Connects and prepares the session; throws `unavailable` when that fails or takes too long.
    func connect() throws(DatabaseError) -> OpaquePointer {
        guard let fresh = start() else { throw .unavailable }
        handle = fresh
        do throws(DatabaseError) {
            guard finishConnecting(fresh) else { throw .unavailable }
            PQsetNoticeReceiver(fresh, { _, _ in }, nil)
            PQsetnonblocking(fresh, 1)
            try checkEncoding(fresh)
            do throws(PostgreSQLFailure) { try command(session, fresh) } catch { throw error.error }
        } catch {
            drop()
            throw error
        }
        connectionProblem = ""
        return fresh
    }

    /// What stands before the URL gives way to the URL's own parameters.
    private var parameters: [(keyword: String, value: String)] {
        [
            ("fallback_application_name", "vitrine"), ("gssencmode", "disable"), ("keepalives_idle", "30"),
            ("keepalives_interval", "10"),
            ("keepalives_count", "3"), ("tcp_user_timeout", "30000"), ("dbname", settings.url), ("client_encoding", "UTF8"),
        ]
    }

    private func start() -> OpaquePointer? {
        let strings = parameters.map { (strdup($0.keyword), strdup($0.value)) }
        defer {
            for (keyword, value) in strings {
                free(keyword)
                free(value)
            }
        }
        let keywords = strings.map { UnsafePointer($0.0) } + [nil]
        let values = strings.map { UnsafePointer($0.1) } + [nil]
        return PQconnectStartParams(keywords, values, 1)
    }

    /// Plays libpq's part of the handshake, in which the socket may change.
    private func finishConnecting(_ handle: OpaquePointer) -> Bool {
        let end = monotonicNanoseconds() + UInt64(settings.connectTimeout) * 1_000_000
        var state = PGRES_POLLING_WRITING
        while PQstatus(handle) != CONNECTION_BAD {
            let now = monotonicNanoseconds()
            let events = state == PGRES_POLLING_READING ? POLLIN : POLLOUT
            guard now < end, wait(handle, for: events, milliseconds: Int((end - now) / 1_000_000)) else {
                connectionProblem = "the server did not answer within \(Double(settings.connectTimeout) / 1000) seconds"
                return false
            }
            state = PQconnectPoll(handle)
            if state == PGRES_POLLING_OK { return true }
            if state == PGRES_POLLING_FAILED { break }
        }
        connectionProblem = String(cString: PQerrorMessage(handle)).trimmingLines
        return false
    }

    private func checkEncoding(_ handle: OpaquePointer) throws(DatabaseError) {
        guard let encoding = PQparameterStatus(handle, "server_encoding"), String(cString: encoding) != "UTF8" else { return }
        connectionProblem = "the database's encoding is \(String(cString: encoding)); it must be UTF8"
        throw .unavailable
    }

    /// What every session begins with. A server told not to wait for its disk would lose acknowledged commits; any stronger setting stays.
    private var session: String {
        """
        SET statement_timeout = \(settings.statementTimeout);
        SET lock_timeout = \(settings.lockTimeout);
        SET idle_in_transaction_session_timeout = \(settings.idleTimeout);
        SET standard_conforming_strings = on;
        SET jit = off;
        SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'
        """
    }
}

extension String {
    /// On one line.
    fileprivate var trimmingLines: String { split(whereSeparator: \.isNewline).joined(separator: "; ") }
}
