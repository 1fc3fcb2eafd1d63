internal import BlobStorage
internal import Database
internal import FileTypes
internal import Glibc
internal import HTTPClient
internal import Library
internal import LibraryStore
internal import MediaWorker
internal import Operations
internal import Platform

/// The one place where the parts are made and joined.
struct Composition: Sendable {
    let configuration: Configuration
    let library: MediaLibrary

    /// Opens data folder, database (bringing its schema up to date) and blob store.
    static func open(_ configuration: Configuration) async throws -> Composition {
        Process.ignoreBrokenPipes()
        Process.raiseDescriptorLimit()
        try makeFolder(configuration.dataDirectory)
        let database = try await openDatabase(configuration)
        _ = try await migrate(database, LibraryMigrations.all)
        let pool = BlockingPool(name: "blocking", threads: 8)
        let library = MediaLibrary(
            database: database, stores: try Stores.open(configuration, pool: pool),
            publicBaseURL: configuration.storage.publicBaseURL,
            mediaWorker: MediaWorkerPool(configuration: MediaWorkerConfiguration(executable: configuration.workerExecutable)),
            fileTypes: try FileTypeDetector(),
            outbound: OutboundClient(OutboundGuard(allowing: configuration.outboundAllowed)),
            secret: try configuration.secret ?? SecretFile.open(configuration.secretPath),
            blockingPool: pool, uploadLifetime: configuration.uploadLifetime,
            folders: ServerFolders(
                temporary: configuration.dataDirectory, uploads: configuration.dataDirectory + "/uploads"))
        return Composition(configuration: configuration, library: library)
    }

    /// Runs `body` for a command and closes afterwards.
    static func use<Success: Sendable>(_ body: @Sendable (MediaLibrary) async throws -> Success) async throws -> Success {
        let composition = try await open(try Configuration(.current()))
        let result: Result<Success, any Error>
        do {
            result = .success(try await body(composition.library))
        } catch {
            result = .failure(error)
        }
        await composition.library.database.close()
        return try result.get()
    }

    /// The same with a media worker, for commands that take in pictures.
    static func useWithMediaWorker<Success: Sendable>(
        _ body: @Sendable (MediaLibrary) async throws -> Success
    ) async throws -> Success {
        try await use { library in
            await library.mediaWorker.start()
            let outcome: Result<Success, any Error>
            do {
                outcome = .success(try await body(library))
            } catch {
                outcome = .failure(error)
            }
            await library.mediaWorker.stop()
            return try outcome.get()
        }
    }

    private static func openDatabase(_ configuration: Configuration) async throws -> any Database {
        guard let url = configuration.databaseURL else {
            return try SQLiteDatabase(path: configuration.databasePath, readers: 3)
        }
        let database = try PostgreSQLDatabase(url: url)
        if let problem = await database.connectionProblem() {
            throw ConfigurationError("DATABASE_URL", "no connection can be made: \(problem)")
        }
        return database
    }

    private static func makeFolder(_ path: String) throws {
        var made = ""
        for segment in path.split(separator: "/", omittingEmptySubsequences: false) {
            made += made.isEmpty && !segment.isEmpty ? String(segment) : "/" + segment
            if segment.isEmpty || segment == "." { continue }
            if mkdir(made, 0o700) != 0, errno != EEXIST {
                throw ConfigurationError("VITRINE_DATA_DIR", "the folder “\(path)” cannot be made: \(Errno.current)")
            }
        }
    }
}

/// Settings of this process as a whole.
private enum Process {
    /// A client or reader that goes away is an error of a write, not the end of the server.
    static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }

    /// Connections and open files need more descriptors than the usual soft limit of 1,024.
    static func raiseDescriptorLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(7), &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
        limit.rlim_cur = min(limit.rlim_max, 65_536)
        setrlimit(__rlimit_resource_t(7), &limit)
    }
}
