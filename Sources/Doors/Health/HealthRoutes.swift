internal import HTTPServer
internal import Observability
internal import Operations

/// Liveness, readiness and metrics.
enum HealthRoutes {
    static let all = [
        Route(.get, "/healthz", .anybody { _ in alive }),
        Route(.get, "/readyz", .anybody(readiness)),
        Route(.get, "/metrics", .anybody(metrics)),
    ]

    private struct Liveness: Encodable { let status = "ok" }

    private static let alive = HTTPResponse.json(Liveness())

    private struct Readiness: Encodable {
        let status: String
        /// What works, or why not, by part.
        let checks: [String: String]
    }

    /// 200 while requests can be served, though parts may be degraded; 503 when they cannot.
    @Sendable private static func readiness(_ exchange: Exchange) async throws -> HTTPResponse {
        let health = await exchange.library.health()
        return HTTPResponse.json(
            Readiness(status: health.isServing ? (health.isDegraded ? "degraded" : "ok") : "unavailable", checks: health.checks),
            status: health.isServing ? 200 : 503)
    }

    @Sendable private static func metrics(_ exchange: Exchange) async throws -> HTTPResponse {
        let health = await exchange.library.health()
        var gauges: [(name: String, value: Double)] = [
            ("vitrine_open_connections", Double(exchange.services.openConnections())),
            ("vitrine_media_worker_ready", health.isDecoding ? 1 : 0),
        ]
        if let depth = try? await exchange.library.jobDepth() {
            gauges += [("vitrine_jobs_queued", Double(depth.queued)), ("vitrine_jobs_dead", Double(depth.dead))]
        }
        return HTTPResponse(
            headers: [("Content-Type", "text/plain; version=0.0.4; charset=utf-8"), ("Cache-Control", "no-store")],
            body: .bytes(Array(exchange.services.metrics.text(gauges: gauges).utf8)))
    }
}
