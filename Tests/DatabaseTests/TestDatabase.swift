import Database
import DatabaseTesting
import Glibc
import Platform

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
        throw error
    }
    await database.close()
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
