import Database
import DatabaseTesting
import Library
import LibraryStore
import Testing

@Suite("Delivered blobs")
struct DeliveryTests {
    @Test(
        "originals and renditions are found by their key until their asset is being deleted, public while it is in the library (M46)",
        arguments: Engine.available, AssetStatus.allCases)
    func statuses(_ engine: Engine, _ status: AssetStatus) async throws {
        let store = try await TemporaryStore(engine)
        let asset = Asset.sample(in: store.organization, "picture.jpg", status: status)
        try await store.insert([asset])
        let (original, rendition) = try await store.database.write { transaction in
            try await transaction.renditions.put(asset.rendition(.thumbnail))
            return (
                try await transaction.delivery.find(key: asset.storage!.key),
                try await transaction.delivery.find(key: asset.rendition(.thumbnail).key)
            )
        }
        #expect((original != nil) == (status != .deleting))
        #expect((rendition != nil) == (status != .deleting))
        guard let original, let rendition else { return }
        let isInLibrary = status == .active || status == .archived
        #expect(original.isPublic == isInLibrary && rendition.isPublic == isInLibrary)
        #expect(original.byteSize == 1000 && original.mimeType == "image/jpeg" && original.checksum == asset.checksum)
        #expect(original.fileName == "picture.jpg" && original.modifiedAt == .noon)
        #expect(rendition.byteSize == 90 && rendition.mimeType == "image/webp")
    }

    @Test("a private asset's blobs are found and said to be private", arguments: Engine.available)
    func visibility(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        var asset = Asset.sample(in: store.organization)
        asset.visibility = .private
        let secret = asset
        try await store.insert([secret])
        let found = try await store.database.write { transaction in
            try await transaction.renditions.put(secret.rendition(.card))
            var found: [Bool?] = []
            for key in [secret.storage!.key, secret.rendition(.card).key, "nothing"] {
                found.append(try await transaction.delivery.find(key: key)?.isPublic)
            }
            return found
        }
        #expect(found == [false, false, nil])
    }

    @Test("a rendition of a newer version takes the place of the older one", arguments: Engine.available)
    func versions(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let asset = Asset.sample(in: store.organization)
        let id = store.organization.id
        try await store.insert([asset])
        let kept = try await store.database.write { transaction in
            for version in [1, 2] { try await transaction.renditions.put(asset.rendition(.card, version: version)) }
            return try await transaction.renditions.all(of: asset.id, in: id)
        }
        #expect(kept.map(\.version) == [2])
        #expect(kept.map(\.key) == [asset.rendition(.card, version: 2).key])
    }

    @Test("the audit log and the change feed keep their order", arguments: Engine.available)
    func history(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let asset = Asset.sample(in: store.organization)
        let id = store.organization.id
        let caller = Caller(user: nil, organization: store.organization, role: nil, door: .commandLine)
        let (actions, tombstones) = try await store.database.write { transaction in
            for action in ["asset.upload", "asset.delete"] {
                try await transaction.history.record(AuditEntry(by: caller, action, asset, at: .noon))
                try await transaction.history.announce(asset.id, isTombstone: action == "asset.delete", in: id, at: .noon)
            }
            return (
                try await transaction.rows("SELECT action FROM audit_entry ORDER BY number").map {
                    try $0.get("action", as: String.self)
                },
                try await transaction.rows("SELECT is_tombstone FROM change_entry ORDER BY number")
                    .map { try $0.get("is_tombstone", as: Bool.self) }
            )
        }
        #expect(actions == ["asset.upload", "asset.delete"])
        #expect(tombstones == [false, true])
    }

    @Test("text with a NUL, as an address may bring it, finds nothing and is no failure", arguments: Engine.available)
    func nul(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        try await store.insert([.sample(in: store.organization)])
        try await store.database.read { transaction in
            let (blob, organization) = (
                try await transaction.delivery.find(key: "a\0b"), try await transaction.organizations.find(slug: "atelier\0")
            )
            #expect(blob == nil && organization == nil)
            let cursor = ListCursor(
                sort: AssetSort(field: .title, descending: false), value: .text("a\0b"), id: .make(at: .noon))
            let query = AssetQuery(sort: cursor.sort, position: .after(cursor))
            #expect(try await transaction.assets.list(query, in: store.organization.id).assets.count == 1)
        }
    }
}
