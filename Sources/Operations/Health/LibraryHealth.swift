internal import BlobStorage
internal import Database
internal import LibraryStore
internal import MediaWorker

/// What works and what does not, for `/readyz`.
package struct LibraryHealth: Sendable {
    /// `ok`, or a sentence, for `database`, `storage` and `media-worker`.
    package let checks: [String: String]
    /// Requests can be served.
    package let isServing: Bool
    /// Pictures can be decoded.
    package let isDecoding: Bool

    package var isDegraded: Bool { !isDecoding }
}

extension MediaLibrary {
    /// Asks every part whether it works.
    package func health() async -> LibraryHealth {
        var checks = ["database": "ok", "storage": "ok"]
        do { try await database.ping() } catch { checks["database"] = "The database does not answer." }
        do { try await stores.media.check() } catch { checks["storage"] = "\(error)" }
        let isServing = checks.values.allSatisfy { $0 == "ok" }
        switch mediaWorker.health {
        case .ready(let sandbox):
            checks["media-worker"] = "ok (\(sandbox))"
            return LibraryHealth(checks: checks, isServing: isServing, isDecoding: true)
        case .unavailable(let reason):
            checks["media-worker"] = "Thumbnails are off: \(reason)."
            return LibraryHealth(checks: checks, isServing: isServing, isDecoding: false)
        }
    }

    /// How many jobs wait and how many are dead.
    package func jobDepth() async throws -> (queued: Int, dead: Int) {
        try await database.read { try await $0.jobs.depth() }
    }
}
