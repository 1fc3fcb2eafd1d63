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
    private var tree = RouteTree()

    package init() {}

    /// Registers `value` for `pattern`: fixed segments, `{name}` for one segment, `{name...}` at the end for one or more.
    ///
    /// - Precondition: the pattern is well formed, and method and pattern are not registered yet.
    package mutating func add(_ method: HTTPMethod, _ pattern: String, _ value: Value) {
        guard let parsed = RoutePattern(pattern) else { preconditionFailure("malformed route \(pattern)") }
        let isNew = tree.add(method, parsed, route: routes.count)
        precondition(isNew, "\(method.rawValue) \(pattern) is registered twice")
        routes.append(Route(method: method, pattern: pattern, value: value))
    }

    /// Looks up a percent-encoded path without its query. HEAD falls back to GET.
    package func match(_ method: HTTPMethod, _ path: Substring) -> Match {
        switch tree.match(method, path) {
        case .found(let route, let parameters): .found(routes[route].value, parameters: parameters)
        case .methodNotAllowed(let allowed): .methodNotAllowed(allowed: allowed)
        case .notFound: .notFound
        }
    }
}
