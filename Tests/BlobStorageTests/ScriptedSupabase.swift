import BlobStorage
import HTTPTesting
import Platform

/// A store before a service that answers by a script, for what the stand-in never does.
final class ScriptedSupabase: Sendable {
    enum Reply: Sendable {
        case answer(Int, String = "{}", headers: [String] = [])
        /// A head that promises so many bytes, or does not say, some of them, and the end.
        case cut(Int, headers: [String], body: String, promised: Int?)
        case silence
    }

    /// What the service was asked: `GET /storage/v1/…`, and the head it came with.
    struct Request: Sendable {
        let line: String
        let head: String

        var isUpload: Bool { line.hasPrefix("POST /storage/v1/object/media/") }

        func field(_ name: String) -> String? {
            head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name.lowercased() + ": ") }
                .map { String($0.dropFirst(name.count + 2)) }
        }
    }

    let store: SupabaseBlobStore
    private let server: RawServer
    private let asked: Locked<[Request]>

    var requests: [Request] { asked.withLock(\.self) }

    /// - Parameter answer: is given the request and how many of the same line there were, itself included.
    init(attempts: Int = 1, _ answer: @escaping @Sendable (Request, Int) -> Reply) throws {
        let asked = Locked<[Request]>([])
        server = try RawServer { connection in
            let text = connection.receiveRequest()
            guard let end = text.firstRange(of: "\r\n\r\n"), let line = text.split(separator: " HTTP/1.1").first else { return }
            let request = Request(line: String(line), head: String(text[..<end.lowerBound]))
            let count = asked.withLock { asked in
                asked.append(request)
                return asked.count { $0.line == request.line }
            }
            Self.send(answer(request, count), to: connection, hasBody: !request.line.hasPrefix("HEAD"))
        }
        self.asked = asked
        var configuration = SupabaseConfiguration(url: server.address, serviceRoleKey: "the-secret", bucket: "media")
        configuration.retry.attempts = attempts
        configuration.retry.firstPause = .milliseconds(1)
        store = try SupabaseBlobStore(
            configuration, connections: StoreConnections(), spool: "/tmp", pool: LocalFixture.pool)
    }

    private static func send(_ reply: Reply, to connection: RawServer.Connection, hasBody: Bool) {
        switch reply {
        case .silence: return
        case .answer(let status, let body, let headers):
            let fields =
                headers.contains { $0.hasPrefix("Content-Length") } ? headers : headers + ["Content-Length: \(body.utf8.count)"]
            connection.send(head(status, fields) + (hasBody ? body : ""))
        case .cut(let status, let headers, let body, let promised):
            connection.send(head(status, headers + (promised.map { ["Content-Length: \($0)"] } ?? [])) + body)
        }
    }

    private static func head(_ status: Int, _ fields: [String]) -> String {
        (["HTTP/1.1 \(status) So"] + fields + ["Connection: close"]).joined(separator: "\r\n") + "\r\n\r\n"
    }
}

/// The two ways in which the service tells an error.
enum ErrorStyle: CaseIterable, Sendable {
    /// HTTP 400, and the status in the body.
    case wrapped
    /// The status as it is.
    case plain

    func reply(_ status: Int, code: String, error: String, message: String) -> ScriptedSupabase.Reply {
        let body = #"{"statusCode":"\#(status)","code":"\#(code)","error":"\#(error)","message":"\#(message)"}"#
        return .answer(self == .plain ? status : 400, body)
    }

    var noKey: ScriptedSupabase.Reply { reply(404, code: "NoSuchKey", error: "not_found", message: "Object not found") }
    var noBucket: ScriptedSupabase.Reply {
        reply(404, code: "NoSuchBucket", error: "Bucket not found", message: "Bucket not found")
    }
    var duplicate: ScriptedSupabase.Reply {
        reply(409, code: "KeyAlreadyExists", error: "Duplicate", message: "The resource already exists")
    }
}
