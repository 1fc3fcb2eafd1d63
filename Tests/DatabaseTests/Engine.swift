import Database
import Glibc
import Platform
import Testing

/// An engine the contract is run for. A new one is a case here and in what this file makes of it.
enum Engine: String, CaseIterable, CustomTestStringConvertible {
    case sqlite, postgres

    var testDescription: String { rawValue }

    /// The server whose databases the tests fill and empty; nil where there is none.
    static var server: String? { getenv("VITRINE_TEST_POSTGRES_URL").map { String(cString: $0) } }

    /// Ends the test as skipped where the engine is not there.
    func require() throws {
        if self == .postgres, Self.server == nil { try Test.cancel("skipped: VITRINE_TEST_POSTGRES_URL names no PostgreSQL server") }
    }

    /// A new, empty database.
    func make() async throws -> TemporaryDatabase {
        try require()
        return switch self {
        case .sqlite: TemporaryDatabase(.file(TemporaryFolder()))
        case .postgres: TemporaryDatabase(.schema(try await TemporarySchema()))
        }
    }
}

/// How long a writer waits for its turn: a machine busy with a sanitizer makes everybody slow.
let patience = Duration.seconds(120)

/// Where one test's tables are.
struct TemporaryDatabase: Sendable {
    enum Place: Sendable {
        case file(TemporaryFolder)
        case schema(TemporarySchema)
    }

    let place: Place

    init(_ place: Place) { self.place = place }

    /// Another process's view of it: two of these know each other only through the engine's locks.
    func open(connections: Int = 3, lockTimeout: Duration = patience) throws -> any Database {
        switch place {
        case .file(let folder): try SQLiteDatabase(path: folder.file, readers: connections, busyTimeout: lockTimeout)
        case .schema(let schema): try PostgreSQLDatabase(url: schema.url, connections: connections, lockTimeout: lockTimeout)
        }
    }

    func remove() async throws {
        if case .schema(let schema) = place { try await schema.remove() }
    }
}

/// A folder for one test's database files, removed with its last reference.
final class TemporaryFolder: Sendable {
    let path: String

    init() {
        var template = Array("/tmp/vitrine-database-XXXXXX".utf8CString)
        path = String(cString: mkdtemp(&template))
    }

    deinit {
        for suffix in ["", "-wal", "-shm"] { unlink("\(file)\(suffix)") }
        rmdir(path)
    }

    var file: String { "\(path)/test.db" }
}

/// A schema of the test server that stands for a database of its own.
final class TemporarySchema: Sendable {
    let name: String
    let url: String

    init() async throws {
        let server = try #require(Engine.server)
        let name = "test_\(UInt64.random(in: 0 ... .max))"
        self.name = name
        url = server + (server.contains("?") ? "&" : "?") + "options=-csearch_path%3D\(name)%2Cpublic"
        try await Self.administer("CREATE SCHEMA \(name)")
    }

    func remove() async throws { try await Self.administer("DROP SCHEMA \(name) CASCADE") }

    static func administer(_ statement: String) async throws {
        let database = try PostgreSQLDatabase(url: try #require(Engine.server), connections: 1)
        try await database.run(SQL(statement))
        await database.close()
    }
}

/// Runs `body` on a fresh database with a table `item(id, name UNIQUE)` and closes it.
func withDatabase(
    _ engine: Engine, connections: Int = 3, _ body: (any Database, TemporaryDatabase) async throws -> Void
) async throws {
    let temporary = try await engine.make()
    let database = try temporary.open(connections: connections)
    let dialect = database.dialect
    try await database.run(
        "CREATE TABLE item (id \(raw: dialect.integer) PRIMARY KEY, name TEXT UNIQUE)\(raw: dialect.tableSuffix)")
    do {
        try await body(database, temporary)
    } catch {
        await database.close()
        try await temporary.remove()
        throw error
    }
    await database.close()
    try await temporary.remove()
}

extension Database {
    @discardableResult
    func run(_ sql: SQL) async throws -> Int { try await write { try await $0.run(sql) } }

    func value<T: SQLConvertible & Sendable>(_ sql: SQL, as type: T.Type = T.self) async throws -> T? {
        try await read { try await $0.value(sql, as: type) }
    }
}

/// A one-shot signal between two tasks of a test.
final class Signal: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    func send() { continuation.finish() }

    func wait() async {
        for await _ in stream {}
    }
}

/// The name of the thread the caller runs on.
func threadName() throws -> String {
    let file = try FileDescriptor.open("/proc/thread-self/comm", O_RDONLY)
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = try bytes.withUnsafeMutableBytes { try file.read(into: $0, at: 0) }
    return String(decoding: bytes[..<count], as: UTF8.self).filter { $0 != "\n" }
}
