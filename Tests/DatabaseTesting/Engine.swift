package import Database
internal import Glibc

/// An engine the contracts are run for. A new one is a case here and in what this folder makes of it.
package enum Engine: String, CaseIterable, Sendable {
    case sqlite, postgres

    /// The server whose schemas the tests fill and empty; nil where there is none.
    package static var server: String? { getenv("VITRINE_TEST_POSTGRES_URL").map { String(cString: $0) } }

    package static var hasServer: Bool { server != nil }

    /// Why a test is skipped.
    package static let lacking = "VITRINE_TEST_POSTGRES_URL names no PostgreSQL server"

    /// What a test of every engine is run for; that one is missing is told by `EngineTests`.
    package static var available: [Engine] { hasServer ? allCases : [.sqlite] }

    /// What suites that are not run for each engine use: PostgreSQL where `VITRINE_TEST_ENGINE=postgres`.
    package static var chosen: Engine {
        getenv("VITRINE_TEST_ENGINE").flatMap { Engine(rawValue: String(cString: $0)) } ?? .sqlite
    }

    /// A new, empty database.
    package func make() async throws -> TemporaryDatabase {
        switch self {
        case .sqlite: TemporaryDatabase(place: .file(TemporaryFolder()))
        case .postgres: TemporaryDatabase(place: .schema(try await TemporarySchema()))
        }
    }
}

/// Where one test's tables are; they go with the last reference to it.
package struct TemporaryDatabase: Sendable {
    package enum Place: Sendable {
        case file(TemporaryFolder)
        case schema(TemporarySchema)
    }

    package let place: Place

    /// Another process's view of it: two of these know each other only through the engine's locks.
    package func open(connections: Int = 3, lockTimeout: Duration = Self.patience) throws -> any Database {
        switch place {
        case .file(let folder): try SQLiteDatabase(path: folder.file, readers: connections, busyTimeout: lockTimeout)
        case .schema(let schema): try PostgreSQLDatabase(url: schema.url, connections: connections, lockTimeout: lockTimeout)
        }
    }

    /// How long a writer waits for its turn: a machine busy with a sanitizer makes everybody slow.
    package static let patience = Duration.seconds(120)
}
