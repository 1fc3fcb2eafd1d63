/// All routes' segments as a tree. It knows routes by their numbers: a lookup is no generic code, which would be several times slower.
struct RouteTree: Sendable {
    enum Match {
        case found(Int, PathParameters)
        case methodNotAllowed([HTTPMethod])
        case notFound
    }

    private struct Node {
        var fixed: [Substring: Int] = [:]
        var parameter: Int?
        var rest: Int?
        var endpoints: [Endpoint] = []
    }

    /// The names belong to the endpoint: `/a/{id}` and `/a/{slug}/b` share a node.
    private struct Endpoint {
        let method: HTTPMethod
        let names: [String]
        let route: Int
    }

    private var nodes = [Node()]

    /// False when the pattern has a route for this method already.
    mutating func add(_ method: HTTPMethod, _ pattern: RoutePattern, route: Int) -> Bool {
        let node = pattern.segments.reduce(0) { child(of: $0, $1) }
        if nodes[node].endpoints.contains(where: { $0.method == method }) { return false }
        nodes[node].endpoints.append(Endpoint(method: method, names: pattern.segments.compactMap(\.name), route: route))
        return true
    }

    private mutating func child(of node: Int, _ segment: RoutePattern.Segment) -> Int {
        let existing =
            switch segment {
            case .fixed(let text): nodes[node].fixed[text[...]]
            case .parameter: nodes[node].parameter
            case .rest: nodes[node].rest
            }
        if let existing { return existing }
        nodes.append(Node())
        switch segment {
        case .fixed(let text): nodes[node].fixed[text[...]] = nodes.count - 1
        case .parameter: nodes[node].parameter = nodes.count - 1
        case .rest: nodes[node].rest = nodes.count - 1
        }
        return nodes.count - 1
    }

    func match(_ method: HTTPMethod, _ path: Substring) -> Match {
        guard path.utf8.first == UInt8(ascii: "/"), let segments = PathSegments.split(path) else { return .notFound }
        var values: [String] = []
        guard let node = find(segments[...], from: 0, &values) else { return .notFound }
        guard let endpoint = endpoint(of: node, method) else { return .methodNotAllowed(allowed(nodes[node].endpoints)) }
        return .found(endpoint.route, PathParameters(Array(zip(endpoint.names, values))))
    }

    private func endpoint(of node: Int, _ method: HTTPMethod) -> Endpoint? {
        let endpoints = nodes[node].endpoints
        if let exact = endpoints.first(where: { $0.method == method }) { return exact }
        return method == .head ? endpoints.first { $0.method == .get } : nil
    }

    private func allowed(_ endpoints: [Endpoint]) -> [HTTPMethod] {
        let methods = Set(endpoints.map(\.method))
        return HTTPMethod.allCases.filter { methods.contains($0) || ($0 == .head && methods.contains(.get)) }
    }

    private func find(_ segments: ArraySlice<Substring>, from node: Int, _ values: inout [String]) -> Int? {
        guard let first = segments.first else { return nodes[node].endpoints.isEmpty ? nil : node }
        if let child = nodes[node].fixed[first], let found = find(segments.dropFirst(), from: child, &values) { return found }
        guard !first.isEmpty else { return nil }
        if let child = nodes[node].parameter {
            values.append(String(first))
            if let found = find(segments.dropFirst(), from: child, &values) { return found }
            values.removeLast()
        }
        guard let rest = nodes[node].rest, PathSegments.areSafe(segments) else { return nil }
        values.append(PathSegments.joined(segments))
        return rest
    }
}
