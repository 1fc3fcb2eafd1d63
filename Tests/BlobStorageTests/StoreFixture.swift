import BlobStorage
import Foundation
import Platform
import Testing

/// A provider the contract is run for. A new one is a case here and in `makeStore`.
enum Provider: String, CaseIterable, CustomTestStringConvertible {
    case local

    var testDescription: String { rawValue }

    /// An empty store, removed when the fixture goes.
    func makeStore() throws -> any StoreFixture {
        switch self {
        case .local: try LocalFixture()
        }
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
