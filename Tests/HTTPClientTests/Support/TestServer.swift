import HTTPServer
import Platform

/// A handler made of a closure.
struct ClosureHandler: HTTPHandler {
    let respond: @Sendable (HTTPRequest, any HTTPRequestBody) async throws -> HTTPResponse

    func handle(_ request: HTTPRequest, body: any HTTPRequestBody) async throws -> HTTPResponse {
        try await respond(request, body)
    }
}

/// The project's own server on a free loopback port for the length of a closure.
func withServer(
    _ respond: @escaping @Sendable (HTTPRequest, any HTTPRequestBody) async throws -> HTTPResponse,
    _ body: (_ address: String, _ server: HTTPServer) async throws -> Void
) async throws {
    var configuration = HTTPServerConfiguration()
    configuration.port = 0
    let server = HTTPServer(configuration: configuration, handler: ClosureHandler(respond: respond))
    let address = "http://127.0.0.1:\(try server.start())"
    do {
        try await body(address, server)
    } catch {
        await server.shutdown(grace: .zero)
        throw error
    }
    await server.shutdown(grace: .zero)
}

/// A count that several tasks change.
final class Count: Sendable {
    private let value = Locked((now: 0, highest: 0))

    var now: Int { value.withLock { $0.now } }
    var highest: Int { value.withLock { $0.highest } }

    func add(_ more: Int) {
        value.withLock {
            $0.now += more
            $0.highest = max($0.highest, $0.now)
        }
    }
}

/// Something that happens once and can be waited for.
struct Event: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    func happen() { continuation.finish() }

    func wait() async { for await _ in stream {} }
}
