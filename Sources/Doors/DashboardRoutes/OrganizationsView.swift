internal import HTTPServer
internal import Library
internal import Operations

struct OrganizationsView: Sendable {
    init(_ exchange: Exchange, _ signedIn: SignedIn) {}
    func response() async throws -> HTTPResponse { .noContent() }
    func create() async throws -> HTTPResponse { .noContent() }
}
