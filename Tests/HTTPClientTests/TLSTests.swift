import Foundation
import HTTPClient
import HTTPTesting
import Testing

@Suite("TLS", .timeLimit(.minutes(1)))
struct TLSTests {
    @Test("a certificate nobody trusted vouches for is refused, a trusted one is not, and only for its own name")
    func certificates() async throws {
        let server = try TLSServer()
        let refused = try await #require(throws: HTTPClientError.self) {
            _ = try await HTTPClient().send(HTTPClientRequest(.get, "https://localhost:\(server.port)/"))
        }
        guard case .untrusted = refused else { Issue.record("\(refused)"); return }

        var configuration = HTTPClientConfiguration()
        configuration.certificateAuthorities = server.certificate
        let trusting = HTTPClient(configuration)
        #expect(try await trusting.send(HTTPClientRequest(.get, "https://localhost:\(server.port)/")).status == 200)
        await #expect(throws: HTTPClientError.self) {
            _ = try await trusting.send(HTTPClientRequest(.get, "https://127.0.0.1:\(server.port)/"))
        }
    }

    @Test("what people name by https is not fetched by http, wherever a redirect leads")
    func downgrade() async throws {
        let plain = try RawServer { connection in
            connection.receiveRequest()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        }
        let server = try TLSServer(answer: "HTTP/1.1 302 Found\r\nLocation: \(plain.address)/\r\nContent-Length: 0\r\n\r\n")
        let client = OutboundClient(
            OutboundGuard(allowing: [try #require(AllowedAddress("127.0.0.1"))]), certificateAuthorities: server.certificate)
        _ = try await client.fetch(plain.address, within: .seconds(10))
        await #expect(throws: OutboundError.redirectRefused) {
            try await client.fetch("https://localhost:\(server.port)/answer", within: .seconds(10))
        }
        await #expect(throws: OutboundError.self) {
            try await client.fetch("https://127.0.0.1:\(server.port)/answer", within: .seconds(10))
        }
    }
}

/// `openssl s_server` with a certificate of its own for `localhost`.
private final class TLSServer {
    let port: Int
    let certificate: String
    private let process = Process()
    private let folder: URL

    /// - Parameter answer: what is answered at `/answer`, head and all; nil for a page about the connection anywhere.
    init(answer: String? = nil) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("vitrine-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        certificate = folder.appendingPathComponent("certificate.pem").path
        let key = folder.appendingPathComponent("key.pem").path
        let making = Process()
        making.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        making.arguments =
            ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"]
            + ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate]
        making.standardError = FileHandle.nullDevice
        try making.run()
        making.waitUntilExit()
        process.executableURL = making.executableURL
        process.arguments = [
            "s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key, answer == nil ? "-www" : "-HTTP",
        ]
        try answer?.write(to: folder.appendingPathComponent("answer"), atomically: false, encoding: .utf8)
        process.currentDirectoryURL = folder
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        var said = ""  // "ACCEPT 127.0.0.1:port"
        while !said.contains("ACCEPT") || !said.hasSuffix("\n") {
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { break }
            said += String(decoding: more, as: UTF8.self)
        }
        port = said.firstRange(of: "ACCEPT 127.0.0.1:").flatMap { Int(said[$0.upperBound...].prefix { $0.isNumber }) } ?? 0
    }

    deinit {
        // Not SIGTERM, which it inherits blocked from the thread that started it.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }
}
