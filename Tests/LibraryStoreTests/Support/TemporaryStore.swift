import Database
import DatabaseTesting
import Library
import LibraryStore

/// A migrated database of its own, with two organizations.
final class TemporaryStore: Sendable {
    let temporary: TemporaryDatabase
    let database: any Database
    let organization = TemporaryStore.organization("atelier")
    let neighbour = TemporaryStore.organization("neighbour")

    init(_ engine: Engine) async throws {
        temporary = try await engine.make()
        database = try temporary.open()
        _ = try await migrate(database, LibraryMigrations.all)
        let both = [organization, neighbour]
        try await database.write { transaction in
            for organization in both { try await transaction.organizations.insert(organization) }
        }
    }

    /// Inserts `assets` with their counters.
    func insert(_ assets: [Asset]) async throws {
        try await database.write { transaction in
            for asset in assets {
                guard let organization = asset.organizationID else { continue }
                try await transaction.assets.insert(asset)
                try await transaction.counters.count(asset, 1, in: organization)
            }
        }
    }

    private static func organization(_ slug: String) -> Organization {
        Organization(
            id: .make(at: Timestamp(microseconds: 0)), slug: slug, name: slug.capitalized, plan: .free, profile: .cms,
            createdAt: .noon)
    }
}

extension String {
    fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst() }
}

extension Timestamp {
    static let noon = Timestamp(microseconds: 1_778_322_120_123_456)
}

extension Asset {
    /// An asset with a blob of its own.
    static func sample(
        in organization: Organization, _ name: String = "photo.jpg", title: String? = nil, bytes: Int64 = 1000,
        kind: AssetKind = .image,
        status: AssetStatus = .active, at moment: Timestamp = .noon
    ) -> Asset {
        let id = AssetID.make(at: moment)
        let key = StorageKey.original(organization.id, id, version: 1, fileExtension: "jpg")
        return Asset(
            id: id, organizationID: organization.id, kind: kind, provider: .upload,
            storage: StoredBlob(place: StoragePlace(provider: "local", bucket: nil), key: key, publicURL: "/files/\(key)"),
            mimeType: "image/jpeg",
            byteSize: bytes, checksum: Array(repeating: 7, count: 32), metadata: AssetMetadata(displayName: name, title: title),
            originalName: name, status: status, createdBy: nil, createdAt: moment, updatedAt: moment)
    }

    /// A rendition of it.
    func rendition(_ name: RenditionName, version: Int = 1) -> Rendition {
        Rendition(
            assetID: id, name: name, version: version, place: StoragePlace(provider: "s3", bucket: "media"),
            key: StorageKey.rendition(organizationID!, id, version: version, name),
            mimeType: "image/webp", byteSize: 90, checksum: Array(repeating: 9, count: 32), width: 320, height: 240)
    }
}
