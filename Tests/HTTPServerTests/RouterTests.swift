import Testing

@testable import HTTPServer

struct RouterTests {
    private static let router: Router<String> = {
        var router = Router<String>()
        router.add(.get, "/", "root")
        router.add(.get, "/organization/assets", "list")
        router.add(.post, "/organization/assets", "upload")
        router.add(.get, "/organization/assets/{id}", "show")
        router.add(.delete, "/organization/assets/{id}", "delete")
        router.add(.post, "/organization/assets/bulk", "bulk")
        router.add(.get, "/organization/assets/export", "export")
        router.add(.get, "/organization/assets/export/archive", "archive")
        router.add(.get, "/organization/assets/{asset}/usage", "usage")
        router.add(.put, "/organization/assets/{id}/tags/{name}", "tag")
        router.add(.get, "/files/{key...}", "file")
        router.add(.get, "/files/special", "special")
        return router
    }()

    /// `value name=value …`, `405 GET HEAD` or `404`.
    private func look(_ method: HTTPMethod, _ path: String, _ names: String...) -> String {
        switch Self.router.match(method, path[...]) {
        case .notFound: "404"
        case .methodNotAllowed(let allowed): (["405"] + allowed.map(\.rawValue)).joined(separator: " ")
        case .found(let value, let parameters): ([value] + names.map { "\($0)=\(parameters[$0] ?? "-")" }).joined(separator: " ")
        }
    }

    @Test("fixed paths and placeholders are found")
    func found() {
        #expect(look(.get, "/") == "root")
        #expect(look(.post, "/organization/assets") == "upload")
        #expect(look(.get, "/organization/assets/42", "id") == "show id=42")
        #expect(look(.put, "/organization/assets/42/tags/red", "id", "name", "other") == "tag id=42 name=red other=-")
    }

    @Test("each route has its own names for placeholders in one place")
    func names() {
        #expect(look(.get, "/organization/assets/42/usage", "asset", "id") == "usage asset=42 id=-")
    }

    @Test("a fixed segment beats a placeholder, but only where its path goes on")
    func precedence() {
        #expect(look(.get, "/organization/assets/export") == "export")
        #expect(look(.get, "/organization/assets/export/archive") == "archive")
        #expect(look(.get, "/organization/assets/export/usage", "asset") == "usage asset=export")
        #expect(look(.get, "/files/special") == "special")
        #expect(look(.get, "/files/special/x", "key") == "file key=special/x")
    }

    @Test("a known path with another method says what is allowed")
    func methods() {
        #expect(look(.patch, "/organization/assets/42") == "405 GET HEAD DELETE")
        #expect(look(.get, "/organization/assets/bulk") == "405 POST")
        #expect(look(.head, "/organization/assets/bulk") == "405 POST")
    }

    @Test("HEAD falls back to GET")
    func head() { #expect(look(.head, "/organization/assets/42", "id") == "show id=42") }

    @Test(
        "paths that are no route's are not found",
        arguments: [
            "", "organization/assets", "/organization", "/organization/assets/", "/organization//assets", "/ORGANIZATION/assets",
            "/organization/assets/42/", "/files", "/files/", "/files/a//b", "/files/../a", "/files/%2e%2e/a", "/files/a/.",
            "/files/a%2Fb",
            "/organization/assets/%zz", "/organization/assets/%ff", "/organization/assets/a%00", "*",
        ])
    func missing(_ path: String) { #expect(look(.get, path) == "404") }

    @Test("values are decoded, fixed segments are compared decoded")
    func decoding() {
        #expect(look(.get, "/organization/assets/a%20b%C3%A9%2Fc", "id") == "show id=a bé/c")
        #expect(look(.get, "/organization/%61ssets") == "list")
        #expect(look(.get, "/files/a%20b/c+d.jpg", "key") == "file key=a b/c+d.jpg")
    }

    @Test("a path of very many segments is refused")
    func depth() {
        #expect(look(.get, "/files" + String(repeating: "/a", count: 63), "key").hasPrefix("file"))
        #expect(look(.get, "/files" + String(repeating: "/a", count: 64)) == "404")
    }

    @Test("patterns that make no sense are not taken", arguments: ["a", "/{}", "/{...}", "/{a...}/b", "/{a}/{a}"])
    func patterns(_ text: String) { #expect(RoutePattern(text) == nil) }

    @Test("the routes can be listed")
    func listing() {
        #expect(Self.router.routes.count == 12)
        #expect(Self.router.routes.first?.pattern == "/")
    }
}
