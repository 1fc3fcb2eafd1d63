import Database
import Glibc
import Platform

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

/// How long a writer waits for its turn: a machine busy with a sanitizer makes everybody slow.
let patience = Duration.seconds(120)

/// Runs `body` on a fresh database with a table `item(id, name UNIQUE)` and closes it.
func withDatabase(readers: Int = 3, _ body: (SQLiteDatabase, TemporaryFolder) async throws -> Void) async throws {
    let folder = TemporaryFolder()
    let database = try SQLiteDatabase(path: folder.file, readers: readers, busyTimeout: patience)
    try await database.write { _ = try await $0.run("CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT UNIQUE) STRICT") }
    do {
        try await body(database, folder)
    } catch {
        await database.close()
        throw error
    }
    await database.close()
}

extension SQLiteDatabase {
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
