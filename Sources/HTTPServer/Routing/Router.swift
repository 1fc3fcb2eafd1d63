/// Finds the value registered for a method and a path. Built once, then read from anywhere.
///
/// A fixed segment beats a placeholder and a placeholder beats a rest; the path decides first, then the method, so that a
/// known path with a wrong method is told apart from an unknown path.
package struct Router<Value: Sendable>: Sendable {
    /// One registered route.
    package struct Route: Sendable {
        package let method: HTTPMethod
        package let pattern: String
        package let value: Value
    }

    /// What was found.
    package enum Match: Sendable {
        case found(Value, parameters: PathParameters)
        case methodNotAllowed(allowed: [HTTPMethod])
        case notFound
    }

    /// Every route, in order of registration.
    package private(set) var routes: [Route] = []
    private var nodes = [Node()]

    private struct Node: Sendable {
        var fixed: [String: Int] = [:]
        var parameter: Int?
        var rest: Int?
        var endpoints: [Endpoint] = []
    }

    /// The names belong to the endpoint: `/a/{id}` and `/a/{slug}/b` share a node.
    private struct Endpoint: Sendable {
        let method: HTTPMethod
        let names: [String]
        let value: Value
    }

    package init() {}

    /// Registers `value` for `pattern`: fixed segments, `{name}` for one segment, `{name...}` at the end for one or more.
    ///
    /// - Precondition: the pattern is well formed, and method and pattern are not registered yet.
    package mutating func add(_ method: HTTPMethod, _ pattern: String, _ value: Value) {
        guard let parsed = RoutePattern(pattern) else { preconditionFailure("malformed route \(pattern)") }
        let node = parsed.segments.reduce(0) { child(of: $0, $1) }
        precondition(!nodes[node].endpoints.contains { $0.method == method }, "\(method.rawValue) \(pattern) is registered twice")
        nodes[node].endpoints.append(Endpoint(method: method, names: parsed.segments.compactMap(\.name), value: value))
        routes.append(Route(method: method, pattern: pattern, value: value))
    }

    private mutating func child(of node: Int, _ segment: RoutePattern.Segment) -> Int {
        let existing =
            switch segment {
            case .fixed(let text): nodes[node].fixed[text]
            case .parameter: nodes[node].parameter
            case .rest: nodes[node].rest
            }
        if let existing { return existing }
        nodes.append(Node())
        switch segment {
        case .fixed(let text): nodes[node].fixed[text] = nodes.count - 1
        case .parameter: nodes[node].parameter = nodes.count - 1
        case .rest: nodes[node].rest = nodes.count - 1
        }
        return nodes.count - 1
    }

    /// Looks up a percent-encoded path without its query. HEAD falls back to GET.
    package func match(_ method: HTTPMethod, _ path: Substring) -> Match {
        guard path.utf8.first == UInt8(ascii: "/"), let segments = PathSegments.split(path) else { return .notFound }
        var values: [String] = []
        guard let node = find(segments[...], from: 0, &values) else { return .notFound }
        let endpoints = nodes[node].endpoints
        let endpoint =
            endpoints.first { $0.method == method } ?? (method == .head ? endpoints.first { $0.method == .get } : nil)
        guard let endpoint else { return .methodNotAllowed(allowed: allowed(endpoints)) }
        return .found(endpoint.value, parameters: PathParameters(Array(zip(endpoint.names, values))))
    }

    private func allowed(_ endpoints: [Endpoint]) -> [HTTPMethod] {
        let methods = Set(endpoints.map(\.method))
        return HTTPMethod.allCases.filter { methods.contains($0) || ($0 == .head && methods.contains(.get)) }
    }

    private func find(_ segments: ArraySlice<String>, from node: Int, _ values: inout [String]) -> Int? {
        guard let first = segments.first else { return nodes[node].endpoints.isEmpty ? nil : node }
        if let child = nodes[node].fixed[first], let found = find(segments.dropFirst(), from: child, &values) { return found }
        guard !first.isEmpty else { return nil }
        if let child = nodes[node].parameter {
            values.append(first)
            if let found = find(segments.dropFirst(), from: child, &values) { return found }
            values.removeLast()
        }
        guard let rest = nodes[node].rest, PathSegments.areSafe(segments) else { return nil }
        values.append(segments.joined(separator: "/"))
        return rest
    }
}
