internal import Platform

/// Counters for `/metrics`, in Prometheus' text format.
package final class Metrics: Sendable {
    private struct Series: Hashable {
        let name: String
        let labels: String
    }

    /// The labels of a request, made into text only when somebody asks.
    private struct Request: Hashable {
        let method: String
        let route: String
        let status: Int

        var series: Series {
            Series(name: "vitrine_http_requests_total", labels: "method=\"\(method)\",route=\"\(route)\",status=\"\(status)\"")
        }
    }

    private struct State {
        var requests: [Request: UInt64] = [:]
        var counters: [Series: UInt64] = [:]
        var durations: [String: Histogram] = [:]
    }

    private let state = Locked(State())

    package init() {}

    /// Counts one answered request under its route's pattern.
    package func countRequest(method: String, route: String, status: Int, nanoseconds: UInt64) {
        let request = Request(method: method, route: route, status: status)
        state.withLock { state in
            state.requests[request, default: 0] += 1
            state.durations[route, default: Histogram()].add(nanoseconds)
        }
    }

    /// Adds `amount` to the counter `name`, whose `labels` are written `key="value"`.
    package func count(_ name: String, labels: String = "", by amount: UInt64 = 1) {
        state.withLock { $0.counters[Series(name: name, labels: labels), default: 0] += amount }
    }

    /// Everything counted, and `gauges` as they are now.
    package func text(gauges: [(name: String, value: Double)]) -> String {
        let (requests, others, durations) = state.withLock { ($0.requests, $0.counters, $0.durations) }
        let counters = others.merging(requests.map { ($0.key.series, $0.value) }) { $0 + $1 }
        var lines: [String] = []
        for (name, series) in Dictionary(grouping: counters, by: \.key.name).sorted(by: { $0.key < $1.key }) {
            lines.append("# TYPE \(name) counter")
            lines += series.map { "\(name)\($0.key.labels.isEmpty ? "" : "{\($0.key.labels)}") \($0.value)" }.sorted()
        }
        lines.append("# TYPE vitrine_http_request_seconds histogram")
        for (route, histogram) in durations.sorted(by: { $0.key < $1.key }) {
            lines += histogram.lines(name: "vitrine_http_request_seconds", label: "route=\"\(route)\"")
        }
        for gauge in gauges { lines += ["# TYPE \(gauge.name) gauge", "\(gauge.name) \(gauge.value)"] }
        return lines.joined(separator: "\n") + "\n"
    }
}

/// Durations in fixed buckets.
private struct Histogram {
    private static let bounds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60]
    private var buckets = [UInt64](repeating: 0, count: bounds.count)
    private var count: UInt64 = 0
    private var sum = 0.0

    mutating func add(_ nanoseconds: UInt64) {
        let seconds = Double(nanoseconds) / 1e9
        count += 1
        sum += seconds
        if let bucket = Self.bounds.firstIndex(where: { seconds <= $0 }) { buckets[bucket] += 1 }
    }

    func lines(name: String, label: String) -> [String] {
        var total: UInt64 = 0
        var lines: [String] = []
        for (bound, bucket) in zip(Self.bounds, buckets) {
            total += bucket
            lines.append("\(name)_bucket{\(label),le=\"\(bound)\"} \(total)")
        }
        return lines + [
            "\(name)_bucket{\(label),le=\"+Inf\"} \(count)", "\(name)_sum{\(label)} \(sum)", "\(name)_count{\(label)} \(count)",
        ]
    }
}
