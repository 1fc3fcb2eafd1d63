import Database
import DatabaseTesting
import Glibc
import Platform
import Testing

/// Connections that break, servers that go and come back.
@Suite(.enabled(if: Engine.hasServer, "\(Engine.lacking)")) struct PostgreSQLConnectionTests {
    private let engine = Engine.postgres

    /// Ends the session `pid` from another and waits until it is gone.
    private func end(_ pid: Int, _ other: any Database) async throws {
        #expect(try await other.value("SELECT pg_terminate_backend(CAST(\(pid) AS integer), 10000)") == true)
    }

    private let session: SQL = "SELECT pg_backend_pid()"

    @Test("a connection that broke while nobody used it is replaced, and nobody notices", arguments: [false, true])
    func idle(_ isWriting: Bool) async throws {
        try await withDatabase(engine, connections: 1) { database, temporary async throws in
            let other = try temporary.open(connections: 1)
            let first = try #require(try await database.value(session, as: Int.self))
            try await end(first, other)
            if isWriting {
                #expect(try await database.run("INSERT INTO item VALUES (1, 'a')") == 1)
            } else {
                #expect(try await database.value("SELECT count(*) FROM item") == 0)
            }
            #expect(try await database.value(session) != first)
            await other.close()
        }
    }

    @Test(
        "a connection that breaks before the commit is sent leaves nothing, and is said to be unavailable",
        arguments: [false, true])
    func beforeCommit(_ isInStatement: Bool) async throws {
        try await withDatabase(engine, connections: 1) { database, temporary async throws in
            let other = try temporary.open(connections: 1)
            await #expect(throws: DatabaseError.unavailable) {
                try await database.write { transaction in
                    try await transaction.run("INSERT INTO item VALUES (1, 'a')")
                    let pid = try #require(try await transaction.value(session, as: Int.self))
                    // From another task, as this one is inside a transaction of its own database.
                    try await Task.detached { try await end(pid, other) }.value
                    if isInStatement { try await transaction.run("INSERT INTO item VALUES (2, 'b')") }
                }
            }
            #expect(try await database.value("SELECT count(*) FROM item") == 0)
            await other.close()
        }
    }

    @Test("a connection that breaks during the commit leaves its outcome unknown, and the next transaction works")
    func duringCommit() async throws {
        try await withDatabase(engine, connections: 1) { database, _ async throws in
            try await database.run(
                """
                CREATE FUNCTION leave() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(10); RETURN NULL; END $$
                """)
            try await database.run(
                """
                CREATE CONSTRAINT TRIGGER leaving AFTER INSERT ON item DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW WHEN (NEW.id = 1) EXECUTE FUNCTION leave()
                """)
            await #expect(throws: DatabaseError.commitUnknown) { try await database.run("INSERT INTO item VALUES (1, 'a')") }
            #expect(try await database.run("INSERT INTO item VALUES (2, 'b')") == 1)
        }
    }

    @Test("a check that fails in the commit itself is that check's error, and nothing is kept")
    func deferred() async throws {
        try await withDatabase(engine) { database, _ async throws in
            try await database.run("CREATE TABLE part (item bigint REFERENCES item (id) DEFERRABLE INITIALLY DEFERRED)")
            await #expect(throws: DatabaseError.foreignKeyViolation) { try await database.run("INSERT INTO part VALUES (7)") }
            #expect(try await database.value("SELECT count(*) FROM part") == 0)
        }
    }

    @Test("while the server is away every call says so at once, and works again when it is back")
    func away() async throws {
        try await withDatabase(engine, connections: 1) { database, temporary async throws in
            let folder = TemporaryFolder()
            let place = try #require(
                try await database.read {
                    try await $0.row(
                        """
                        SELECT split_part(current_setting('unix_socket_directories'), ',', 1) AS folder, current_setting('port') AS port,
                            current_user AS person, current_database() AS name
                        """)
                })
            let (port, person, name): (String, String, String) = (
                try place.get("port"), try place.get("person"), try place.get("name")
            )
            let link = "\(folder.path)/.s.PGSQL.\(port)"
            #expect(symlink("\(try place.get("folder", as: String.self))/.s.PGSQL.\(port)", link) == 0)
            defer { unlink(link) }
            let visitor = try PostgreSQLDatabase(
                url: "host=\(folder.path) port=\(port) user=\(person) dbname=\(name)", connections: 2)
            let first = try #require(try await visitor.value(session, as: Int.self))

            let aside = "\(folder.path)/aside"
            #expect(rename(link, aside) == 0)
            try await end(first, database)
            for _ in 0..<3 { await #expect(throws: DatabaseError.unavailable) { try await visitor.ping() } }
            #expect(await visitor.connectionProblem()?.contains("No such file or directory") == true)
            #expect(rename(aside, link) == 0)
            try await visitor.ping()
            #expect(await visitor.connectionProblem() == nil)
            await visitor.close()
        }
    }

    @Test("a server that accepts and never answers is given up on")
    func mute() async throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                #expect(bind(listener, raw, length) == 0 && listen(listener, 8) == 0)
                #expect(getsockname(listener, raw, &length) == 0)
            }
        }
        let port = UInt16(bigEndian: address.sin_port)
        let database = try PostgreSQLDatabase(
            url: "postgres://ann:secret@127.0.0.1:\(port)/x?sslmode=disable", connections: 1, connectTimeout: .milliseconds(100))
        let begin = ContinuousClock.now
        await #expect(throws: DatabaseError.unavailable) { try await database.ping() }
        #expect(ContinuousClock.now - begin < .seconds(30))
        #expect(await database.connectionProblem() == "the server did not answer within 0.1 seconds")
        await database.close()
    }

    @Test("a password refused is told without the password")
    func password() async throws {
        let database = try PostgreSQLDatabase(
            url: "postgres://nobody_at_all:secret@127.0.0.1:1/x", connections: 1, connectTimeout: .milliseconds(500))
        let problem = try #require(await database.connectionProblem())
        #expect(problem.contains("127.0.0.1") && !problem.contains("secret"))
        await database.close()
    }

    @Test("a session waits for the disk whatever the server's default is")
    func durability() async throws {
        try await withDatabase(engine) { _, temporary async throws in
            guard case .schema(let schema) = temporary.place else { return }
            for (setting, expected) in [("off", "on"), ("remote_apply", "remote_apply"), ("on", "on")] {
                let database = try PostgreSQLDatabase(
                    url: schema.url + "%20-csynchronous_commit%3D\(setting)", connections: 1)
                #expect(try await database.value("SELECT current_setting('synchronous_commit')") == expected)
                await database.close()
            }
        }
    }

    @Test("connections are made when they are needed and no more than the limit")
    func bounded() async throws {
        try await withDatabase(engine, connections: 3) { database, temporary async throws in
            let other = try temporary.open(connections: 1)
            let sessions = Locked(Set<Int>())
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        try await database.read { transaction in
                            let pid = try await transaction.value(session, as: Int.self)
                            await Task.yield()
                            sessions.withLock { _ = $0.insert(pid ?? 0) }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect((1...3).contains(sessions.withLock { $0.count }))
            let pids = sessions.withLock { Array($0) }
            #expect(try await other.value("SELECT COUNT(*) FROM pg_stat_activity WHERE pid IN (\(SQL.list(pids)))") == pids.count)
            await other.close()
        }
    }
}
