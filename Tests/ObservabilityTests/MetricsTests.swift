import Observability
import Testing

@Suite("Metrics")
struct MetricsTests {
    @Test("requests are counted by route and status, and their durations fall into growing buckets")
    func requests() {
        let metrics = Metrics()
        metrics.countRequest(method: "GET", route: "/a/{id}", status: 200, nanoseconds: 3_000_000)
        metrics.countRequest(method: "GET", route: "/a/{id}", status: 200, nanoseconds: 700_000_000)
        metrics.countRequest(method: "GET", route: "/a/{id}", status: 404, nanoseconds: 100_000)
        let lines = metrics.text(gauges: [("vitrine_open_connections", 3)]).split(separator: "\n").map(String.init)
        #expect(lines.contains("vitrine_http_requests_total{method=\"GET\",route=\"/a/{id}\",status=\"200\"} 2"))
        #expect(lines.contains("vitrine_http_requests_total{method=\"GET\",route=\"/a/{id}\",status=\"404\"} 1"))
        #expect(lines.contains("vitrine_http_request_seconds_bucket{route=\"/a/{id}\",le=\"0.001\"} 1"))
        #expect(lines.contains("vitrine_http_request_seconds_bucket{route=\"/a/{id}\",le=\"0.005\"} 2"))
        #expect(lines.contains("vitrine_http_request_seconds_bucket{route=\"/a/{id}\",le=\"+Inf\"} 3"))
        #expect(lines.contains("vitrine_http_request_seconds_count{route=\"/a/{id}\"} 3"))
        #expect(lines.contains("vitrine_open_connections 3.0"))
    }

    @Test("a type is named once for all series of a counter")
    func types() {
        let metrics = Metrics()
        metrics.count("vitrine_jobs_total", labels: "kind=\"a\"")
        metrics.count("vitrine_jobs_total", labels: "kind=\"b\"", by: 4)
        let lines = metrics.text(gauges: []).split(separator: "\n")
        #expect(lines.filter { $0 == "# TYPE vitrine_jobs_total counter" }.count == 1)
        #expect(lines.contains("vitrine_jobs_total{kind=\"b\"} 4"))
    }
}
