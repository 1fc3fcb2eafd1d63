import BlobStorage
import HTTPServer
import Platform

/// A server that answers a store's requests as a test tells it to, one answer a request, and remembers what was asked.
final class ScriptedS3: Sendable {
    enum Answer: Sendable {
        case response(Int, [(name: String, value: String)] = [], body: String = "")
        /// The connection closes without a word.
        case silence
        /// So many bytes of the body, and then the connection closes.
        case cut(Int, [(name: String, value: String)], body: String, after: Int)

        static func error(_ status: Int, _ code: String, _ headers: [(name: String, value: String)] = []) -> Answer {
            .response(status, headers, body: "<Error><Code>\(code)</Code><Message>m</Message></Error>")
        }

        /// The head of an object of `size` bytes that was uploaded with `token`.
        static func object(_ size: Int, token: String? = nil) -> Answer {
            .response(
                200,
                [
                    ("ETag", "\"e1\""), ("Last-Modified", "Fri, 24 May 2013 00:00:00 GMT"),
                    ("x-amz-meta-vitrine-upload", token ?? ""),
                ],
                body: String(repeating: "x", count: size))
        }
    }

    struct Request: Sendable, CustomStringConvertible {
        let method: HTTPMethod
        let target: String
        let headers: HTTPHeaders
        let body: [UInt8]

        var description: String { "\(method.rawValue) \(target)" }
    }

    private struct Script: HTTPHandler {
        let state: Locked<(answers: [Answer], requests: [Request])>
        let fallback: @Sendable (Request) -> Answer

        func handle(_ request: HTTPRequest, body: any HTTPRequestBody) async throws -> HTTPResponse {
            let seen = Request(
                method: request.method, target: request.target, headers: request.headers,
                body: try await body.collect(upTo: 64 << 20))
            let answer = state.withLock { state in
                state.requests.append(seen)
                return state.answers.isEmpty ? nil : state.answers.removeFirst()
            }
            switch answer ?? fallback(seen) {
            case .response(let status, let headers, let body):
                return HTTPResponse(status: status, headers: headers, body: .bytes(Array(body.utf8)))
            case .silence: throw CancellationError()
            case .cut(let status, let headers, let body, let count):
                let bytes = Array(body.utf8)
                return HTTPResponse(
                    status: status, headers: headers,
                    body: .stream(length: Int64(bytes.count)) { writer in
                        try await writer.write(Array(bytes[..<count]))
                        throw CancellationError()
                    })
            }
        }
    }

    let store: S3BlobStore
    private let spool: TemporaryFolder
    private let server: HTTPServer
    private let script: Script

    var requests: [Request] { script.state.withLock { $0.requests } }

    /// - Parameter fallback: answers what `answers` has no more answer for.
    init(
        _ answers: [Answer], otherwise fallback: @escaping @Sendable (Request) -> Answer = { _ in .error(500, "InternalError") },
        adjust: (inout S3Configuration) -> Void = { _ in }
    ) throws {
        script = Script(state: Locked((answers, [])), fallback: fallback)
        var serverConfiguration = HTTPServerConfiguration()
        serverConfiguration.port = 0
        server = HTTPServer(configuration: serverConfiguration, handler: script)
        var configuration = S3Configuration(
            endpoint: "http://127.0.0.1:\(try server.start())", region: "us-east-1", bucket: "media",
            credentials: S3Credentials(accessKeyID: "AKEXAMPLE", secretAccessKey: "SECRETEXAMPLE"))
        configuration.retry.firstPause = .milliseconds(1)
        adjust(&configuration)
        spool = try TemporaryFolder()
        store = try S3BlobStore(configuration, connections: S3Server.connections, spool: spool.path, pool: LocalFixture.pool)
    }

    deinit { Task { [server] in await server.shutdown(grace: .zero) } }
}
