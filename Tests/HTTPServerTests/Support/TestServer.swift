import HTTPServer
import Platform

/// A handler made of a closure.
struct ClosureHandler: HTTPHandler {
    let respond: @Sendable (HTTPRequest, any HTTPRequestBody) async throws -> HTTPResponse

    func handle(_ request: HTTPRequest, body: any HTTPRequestBody) async throws -> HTTPResponse {
        try await respond(request, body)
    }
}

extension HTTPServerConfiguration {
    /// A free port and no hurry: a test that is about time says so, the others may run on a busy machine.
    static var patient: HTTPServerConfiguration {
        var configuration = HTTPServerConfiguration()
        configuration.port = 0
        configuration.headerTimeout = .seconds(600)
        configuration.idleTimeout = .seconds(600)
        configuration.bodyTimeout = .seconds(600)
        configuration.writeTimeout = .seconds(600)
        configuration.lingerTimeout = .seconds(60)
        configuration.minimumBodyBytesPerSecond = 0
        return configuration
    }
}

/// A server on a free loopback port for the length of a closure.
func withServer(
    _ configure: (inout HTTPServerConfiguration) -> Void = { _ in },
    _ respond: @escaping @Sendable (HTTPRequest, any HTTPRequestBody) async throws -> HTTPResponse = plainAnswers,
    _ body: (_ port: UInt16, _ server: HTTPServer) async throws -> Void
) async throws {
    var configuration = HTTPServerConfiguration.patient
    configure(&configuration)
    let server = HTTPServer(configuration: configuration, handler: ClosureHandler(respond: respond))
    let port = try server.start()
    do {
        try await body(port, server)
    } catch {
        await server.shutdown(grace: .zero)
        throw error
    }
    await server.shutdown(grace: .zero)
}

/// Answers `/echo` with the request's body, `/none` with 404, and all else with `pong`.
@Sendable func plainAnswers(_ request: HTTPRequest, _ body: any HTTPRequestBody) async throws -> HTTPResponse {
    switch request.path {
    case "/echo": HTTPResponse(body: .bytes(try await body.collect(upTo: 1 << 20)))
    case "/none": .text("none", status: 404)
    default: .text("pong")
    }
}

/// Sends `request`, which has to end the connection, and returns what came back.
func exchange(_ port: UInt16, _ request: String, toHead: Bool = false) async throws -> [TestResponse] {
    let client = try TestClient(port)
    try await client.send(request)
    return TestResponse.all(in: try await client.receiveToEnd(), toHead: toHead) ?? []
}

/// Something that happens once and can be waited for.
struct Event: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    func happen() { continuation.finish() }

    func wait() async { for await _ in stream {} }
}

/// Looks again and again until `condition` holds; a suite's time limit ends it otherwise.
func waitUntil(_ condition: () -> Bool) async throws {
    while !condition() { try await Task.sleep(for: .milliseconds(1)) }
}
