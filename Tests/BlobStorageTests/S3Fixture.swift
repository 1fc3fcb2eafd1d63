import BlobStorage
import Glibc
import Platform

/// The real S3 server that the tests fill with buckets (Tests/Support/object_store.py).
enum S3Server {
    static let endpoint = environment("VITRINE_TEST_S3_ENDPOINT")

    static var isAvailable: Bool { endpoint != nil }

    /// Why a test is skipped.
    static let lacking = "VITRINE_TEST_S3_ENDPOINT names no S3 server"

    static let connections = StoreConnections()

    static var credentials: S3Credentials {
        S3Credentials(
            accessKeyID: environment("VITRINE_TEST_S3_ACCESS_KEY") ?? "",
            secretAccessKey: environment("VITRINE_TEST_S3_SECRET_KEY") ?? "")
    }

    static func configuration(bucket: String) -> S3Configuration {
        S3Configuration(
            endpoint: endpoint ?? "", region: environment("VITRINE_TEST_S3_REGION") ?? "us-east-1", bucket: bucket,
            credentials: credentials)
    }

    private static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}

/// A bucket of its own. It stays until the server ends.
final class S3Fixture: StoreFixture {
    let spool: TemporaryFolder
    let s3: S3BlobStore
    var store: any BlobStore { s3 }

    init(_ adjust: (inout S3Configuration) -> Void = { _ in }) async throws {
        var generator = SystemRandomNumberGenerator()
        var configuration = S3Server.configuration(bucket: "test-" + String(generator.next() as UInt64, radix: 36))
        adjust(&configuration)
        spool = try TemporaryFolder()
        s3 = try S3BlobStore(configuration, connections: S3Server.connections, spool: spool.path, pool: LocalFixture.pool)
        try await s3.makeBucket()
    }
}
