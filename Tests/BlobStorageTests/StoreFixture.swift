import BlobStorage
import Foundation
import Platform
import Testing

/// A provider the contract is run for. A new one is a case here and in what follows.
enum Provider: String, CaseIterable, CustomTestStringConvertible {
    case local, s3, supabase

    var testDescription: String {
        switch self {
        case .local: "local"
        case .s3: "S3"
        case .supabase: "supabase stand-in"
        }
    }

    /// What a test of every provider is run for; that one is missing is told by `ProviderTests`.
    static var available: [Provider] { allCases.filter(\.isAvailable) }

    var isAvailable: Bool {
        switch self {
        case .local: true
        case .s3: S3Server.isAvailable
        case .supabase: SupabaseStandIn.isAvailable
        }
    }

    /// An empty store, removed when the fixture goes.
    func makeStore() async throws -> any StoreFixture {
        switch self {
        case .local: try LocalFixture()
        case .s3: try await S3Fixture()
        case .supabase: try await SupabaseFixture()
        }
    }

    /// Whether staged bytes are still somewhere, to be removed, when the process that staged them has ended.
    var outlivesItsProcess: Bool {
        switch self {
        case .local, .s3: true
        case .supabase: false
        }
    }
}

/// A provider whose server is not there shows as one skipped test instead of passing unseen.
@Suite("Providers of the blob store contract")
struct ProviderTests {
    @Test("the contract runs against a real S3 server", .enabled(if: S3Server.isAvailable, "\(S3Server.lacking)"))
    func s3() {
        #expect(Provider.available.contains(.s3))
    }

    @Test(
        "the contract runs against the Supabase stand-in",
        .enabled(if: SupabaseStandIn.isAvailable, "\(SupabaseStandIn.lacking)"))
    func supabase() {
        #expect(Provider.available.contains(.supabase))
    }
}

protocol StoreFixture: AnyObject, Sendable {
    var store: any BlobStore { get }
}

/// A local store in a temporary folder.
final class LocalFixture: StoreFixture {
    static let pool = BlockingPool(name: "blob-tests", threads: 4)

    let folder: TemporaryFolder
    let local: LocalBlobStore
    var store: any BlobStore { local }
    var root: String { folder.path + "/blobs" }

    init(reserve: Int64 = 0) throws {
        folder = try TemporaryFolder()
        local = try LocalBlobStore(root: folder.path + "/blobs", pool: Self.pool, reserve: reserve)
    }
}

/// A folder that is removed with all in it when the last reference goes.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/vitrine-blobs-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw Errno.current }
        path = String(cString: made)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
