internal import Database
internal import Doors
internal import HTTPServer
internal import Jobs
internal import Library
internal import LibraryStore
internal import MediaWorker
internal import Observability
internal import Operations
internal import Platform

extension Command {
    static let serve = Command(
        "serve", "Runs the server until it is told to stop.",
        options: [
            Option("host", "ADDRESS", "address to listen on (VITRINE_HOST, default 127.0.0.1)"),
            Option("port", "NUMBER", "port to listen on, 0 for a free one (VITRINE_PORT, default 8080)"),
        ]
    ) { arguments in
        var configuration = try Configuration(.current())
        configuration.host = arguments["host"] ?? configuration.host
        if let text = arguments["port"] {
            guard let port = UInt16(text) else { throw UsageError(reason: "--port is a number from 0 to 65535, not “\(text)”") }
            configuration.port = port
        }
        Signals.install()
        let composition = try await Composition.open(configuration)
        try await Server(composition).run()
    }
}

/// The running server: doors, jobs and housekeeping, started and ended in order.
private struct Server {
    private let composition: Composition
    private let log: Log
    private let metrics = Metrics()

    init(_ composition: Composition) {
        self.composition = composition
        log = Log(level: composition.configuration.logLevel, format: composition.configuration.logFormat)
    }

    /// How long requests in flight may take to finish once a stop is asked for.
    private static let drainGrace = Duration.seconds(20)

    func run() async throws {
        let library = composition.library
        let http = try makeHTTPServer(library)
        let jobs = JobRunner(library: library, concurrency: 3) { [log, metrics] in record($0, log, metrics) }
        let housekeeping = Housekeeping(library: library) { [log] in record($0, log) }
        for warning in composition.configuration.storage.warnings { log.write(.warning, "storage", ["reason": warning]) }
        await library.mediaWorker.start()
        if case .unavailable(let reason) = library.mediaWorker.health {
            log.write(.warning, "media-worker-unavailable", ["reason": reason])
        }
        jobs.start()
        housekeeping.start()
        let port = try listen(http)
        Output.line("listening on http://\(urlHost(composition.configuration.host)):\(port)")

        await Signals.waitForTermination()
        log.write(.info, "stopping", ["connections": "\(http.openConnections)"])
        await http.shutdown(grace: Self.drainGrace)
        await housekeeping.stop()
        await jobs.stop()
        await library.mediaWorker.stop()
        await library.database.close()
        log.flush()
    }

    private func listen(_ http: HTTPServer) throws -> UInt16 {
        let (host, port) = (composition.configuration.host, composition.configuration.port)
        do throws(HTTPError) {
            return try http.start()
        } catch .io(let reason) {
            throw ReportedFailure(reason: "cannot listen on \(urlHost(host)):\(port): \(reason).")
        } catch {
            throw UsageError(reason: "--host is an IPv4 or IPv6 address or localhost, not “\(host)”")
        }
    }

    private func makeHTTPServer(_ library: MediaLibrary) throws -> HTTPServer {
        var settings = HTTPServerConfiguration()
        settings.host = composition.configuration.host
        settings.port = composition.configuration.port
        settings.uncountedAddresses = composition.configuration.trustedProxies
        // A refused upload's client hears why once it has sent what was on its way.
        settings.lingerTimeout = .seconds(30)
        let connections = ConnectionCount()
        let application = Application(
            library: library,
            configuration: DoorsConfiguration(
                publicURL: composition.configuration.publicURL, trustedProxies: composition.configuration.trustedProxies),
            resources: try StaticResources(), log: log, metrics: metrics, openConnections: { connections.current })
        // A file that is not in the page cache is read here, so that a slow disk never stalls an event loop.
        let fileReads = BlockingPool(name: "file-reads", threads: 4)
        let server = HTTPServer(configuration: settings, handler: application, fileReads: fileReads)
        connections.server.withLock { $0 = server }
        return server
    }

    private func urlHost(_ host: String) -> String { host.contains(":") ? "[\(host)]" : host }
}

/// Lets the application ask for the connections of the server that is made after it.
private final class ConnectionCount: Sendable {
    let server = Locked<HTTPServer?>(nil)

    var current: Int { server.withLock { $0 }?.openConnections ?? 0 }
}

private func record(_ event: JobEvent, _ log: Log, _ metrics: Metrics) {
    switch event {
    case .done(let job):
        metrics.count("vitrine_jobs_total", labels: "kind=\"\(job.kind.rawValue)\",outcome=\"done\"")
        log.write(.debug, "job-done", ["kind": job.kind.rawValue, "asset": job.assetID.description])
    case .failed(let job, let reason):
        metrics.count("vitrine_jobs_total", labels: "kind=\"\(job.kind.rawValue)\",outcome=\"failed\"")
        log.write(
            .warning, "job-failed",
            ["kind": job.kind.rawValue, "asset": job.assetID.description, "attempt": "\(job.attempts)", "reason": reason])
    case .queueUnavailable(let reason):
        log.write(.error, "job-queue-unavailable", ["reason": reason])
    }
}

private func record(_ event: Housekeeping.Event, _ log: Log) {
    switch event {
    case .swept(let report):
        log.write(
            report.isEmpty ? .debug : .info, "sweep",
            [
                "uploads": "\(report.uploads)", "intents": "\(report.intents)", "staged-files": "\(report.stagedFiles)",
                "blobs": "\(report.blobs)",
                "deletions": "\(report.deletionsFinished)", "retired-blobs": "\(report.retiredBlobs)",
                "old-public-copies": "\(report.oldPublicCopies)",
            ])
    case .purgedTrash(let report):
        log.write(
            report.isEmpty ? .debug : .info, "trash-purged", ["assets": "\(report.purged)", "failed": "\(report.failed)"])
    case .failed(let error):
        log.write(.error, "housekeeping-failed", ["reason": "\(error)"])
    }
}
