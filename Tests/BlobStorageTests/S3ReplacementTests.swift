import HTTPClient
import HTTPServer
import Testing

@testable import BlobStorage

/// Replacing by a copy, on S3: what is kept with the copy, and what a failing server makes of it.
@Suite("S3 store and copies over blobs", .timeLimit(.minutes(1)))
struct S3ReplacementTests {
    private let stable: BlobKey
    private let second: BlobKey

    init() throws {
        stable = try BlobKey("organizations/o1/media/a1.jpg")
        second = try BlobKey("organizations/o1/media/a1.v2.svg")
    }

    private static let copied = ScriptedS3.Answer.response(200, body: "<CopyObjectResult><ETag>e2</ETag></CopyObjectResult>")

    private func replace(_ server: ScriptedS3) async throws(BlobError) {
        try await server.store.replace(BlobPlan(key: stable, mimeType: "image/svg+xml", isAttachment: true), withCopyOf: second)
    }

    private func isUnavailable(_ server: ScriptedS3) async -> Bool {
        do throws(BlobError) {
            try await replace(server)
            return false
        } catch {
            if case .unavailable = error { return true }
            return false
        }
    }

    @Test(
        "the copy has the type, disposition and caching of the new bytes, not of the old",
        .enabled(if: S3Server.isAvailable, "\(S3Server.lacking)"))
    func storedFields() async throws {
        let fixture = try await S3Fixture { $0.cacheControl = "public, no-cache" }
        try await fixture.s3.put([1], BlobPlan(key: stable, mimeType: "image/png", isAttachment: false))
        try await fixture.s3.put([2], BlobPlan(key: second, mimeType: "application/x-else", isAttachment: false))
        try await fixture.s3.replace(
            BlobPlan(key: stable, mimeType: "image/svg+xml", isAttachment: true), withCopyOf: second)
        let headers = try await fixture.s3.client.send(S3Request(.head, stable.description)).headers
        #expect(headers["Content-Type"] == "image/svg+xml")
        #expect(headers["Content-Disposition"] == "attachment")
        #expect(headers["Cache-Control"] == "public, no-cache")
        try await fixture.s3.put([3], BlobPlan(key: BlobKey("b"), mimeType: "image/png", isAttachment: false))
        try await fixture.s3.replace(BlobPlan(key: stable, mimeType: "image/png", isAttachment: false), withCopyOf: BlobKey("b"))
        #expect(try await fixture.s3.client.send(S3Request(.head, stable.description)).headers["Content-Disposition"] == nil)
    }

    @Test("the copy is asked for with its own fields, and of that version of the source alone")
    func request() async throws {
        let server = try ScriptedS3([.object(3), Self.copied])
        try await replace(server)
        let request = try #require(server.requests.last)
        #expect(request.description == "PUT /media/\(stable)")
        #expect(request.headers["x-amz-copy-source"] == "/media/\(second)")
        #expect(request.headers["x-amz-copy-source-if-match"] == "\"e1\"")
        #expect(request.headers["x-amz-metadata-directive"] == "REPLACE")
        #expect(request.headers["Content-Type"] == "image/svg+xml")
        #expect(request.headers["Authorization"]?.contains("x-amz-metadata-directive") == true)
    }

    @Test("an error in the dress of a success is an error, and what passes is tried again")
    func errorInSuccess() async throws {
        let disguised = ScriptedS3.Answer.response(200, body: "<Error><Code>InternalError</Code></Error>")
        let passing = try ScriptedS3([.object(3), disguised, disguised, Self.copied])
        try await replace(passing)
        #expect(passing.requests.count == 4)
        let lasting = try ScriptedS3([.object(3)], otherwise: { _ in disguised })
        #expect(await isUnavailable(lasting))
    }

    @Test("an answer that is none, or of something else, is no copy", arguments: ["", "<html></html>", "<CopyObj"])
    func nonsense(_ body: String) async throws {
        #expect(await isUnavailable(try ScriptedS3([.object(3)], otherwise: { _ in .response(200, body: body) })))
    }

    @Test("a source that went, or is another by now, is not found", arguments: [(404, "NoSuchKey"), (412, "PreconditionFailed")])
    func movedSource(_ status: Int, _ code: String) async throws {
        let server = try ScriptedS3([.object(3), .error(status, code)])
        await #expect(throws: BlobError.notFound) { try await replace(server) }
    }
}
