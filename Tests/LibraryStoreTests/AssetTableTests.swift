import Database
import DatabaseTesting
import Library
import LibraryStore
import Testing

@Suite("Asset rows")
struct AssetTableTests {
    @Test("an asset comes back as it was written, with every field set", arguments: Engine.available)
    func everyField(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let user = User(id: .make(at: .noon), email: "ann@example.org", isSuperadmin: false, createdAt: .noon)
        try await store.database.write { try await $0.users.insert(user, passwordHash: "x") }
        var asset = Asset.sample(in: store.organization, "Été 'n' \"quotes\".jpg", title: "T", kind: .video, status: .archived)
        asset.folderID = .make(at: .noon)
        asset.storage = StoredBlob(
            place: StoragePlace(provider: "s3", bucket: "b"), key: "organizations/x/k.jpg",
            publicURL: "https://cdn.example.org/k.jpg")
        asset.version = 3
        asset.metadata = AssetMetadata(displayName: "d", title: "t", description: "line\nline", altText: "alt", label: "label")
        asset.logicalPath = "2026/spec.pdf"
        asset.mediaType = .banner
        asset.visibility = .private
        asset.sourceURL = "https://example.org"
        asset.picture = PictureFacts(
            width: 4032, height: 3024, durationSeconds: 12.25, pageCount: 3, exif: ["Model": "a=b c"],
            placeholder: "LEHV6n")
        asset.thumbnail = ThumbnailState(status: .failed, error: "cut", attemptedAt: Timestamp(microseconds: 5))
        asset.deletedAt = Timestamp(microseconds: -7)
        asset.deletionError = "io"
        asset.createdBy = user.id
        asset.updatedAt = Timestamp(microseconds: Timestamp.noon.microseconds + 1)
        try await roundTrip(asset, store)
    }

    @Test("an asset comes back as it was written, with every field empty that may be", arguments: Engine.available)
    func emptyFields(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let asset = Asset(
            id: .make(at: .noon), organizationID: store.organization.id, kind: .other, provider: .generic, storage: nil,
            mimeType: nil,
            byteSize: nil, checksum: nil, metadata: AssetMetadata(displayName: "link"), originalName: "link", createdBy: nil,
            createdAt: .noon, updatedAt: .noon)
        try await roundTrip(asset, store)
    }

    private func roundTrip(_ asset: Asset, _ store: TemporaryStore) async throws {
        try await store.insert([asset])
        let organization = store.organization.id
        let found = try await store.database.read { try await $0.assets.find(asset.id, in: organization) }
        #expect(String(reflecting: try #require(found)) == String(reflecting: asset))
    }

    @Test(
        "an edit is found under the new name and no longer under the old, and moves the row in the order of titles",
        arguments: Engine.available)
    func edit(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let organization = store.organization.id
        let asset = Asset.sample(in: store.organization, "lighthouse.jpg")
        try await store.insert([asset, .sample(in: store.organization, "middle.jpg")])
        var edited = asset
        edited.metadata.displayName = "zebra.jpg"
        edited.visibility = .private
        edited.mediaType = .logo
        edited.updatedAt = Timestamp(microseconds: 99)
        let change = edited
        try await store.database.write { try await $0.assets.updateMetadata(change, in: organization) }
        #expect(try await store.names(AssetQuery(search: "light")) == [])
        #expect(try await store.names(AssetQuery(search: "zebra")) == ["zebra.jpg"])
        #expect(try await store.names(AssetQuery(sort: AssetSort("title")!)) == ["middle.jpg", "zebra.jpg"])
        let found = try await store.database.read { try await $0.assets.find(asset.id, in: organization) }
        #expect(String(reflecting: found) == String(reflecting: Optional(edited)))
    }

    @Test("a deleted asset takes its renditions and its place in the search index along", arguments: Engine.available)
    func delete(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let organization = store.organization.id
        let asset = Asset.sample(in: store.organization, "lighthouse.jpg")
        try await store.insert([asset])
        try await store.database.write { transaction in
            try await transaction.renditions.put(asset.rendition(.thumbnail))
            try await transaction.assets.delete(asset.id, in: organization)
        }
        #expect(try await store.names(AssetQuery(search: "lighthouse")) == [])
        let left: Int? = try await store.database.read { try await $0.value("SELECT COUNT(*) FROM rendition") }
        #expect(left == 0)
    }

    @Test(
        "a thumbnail's outcome is written for the byte version it was made from and no other, and never to a row being deleted",
        arguments: Engine.available)
    func compareAndSet(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let organization = store.organization.id
        let active = Asset.sample(in: store.organization)
        let deleting = Asset.sample(in: store.organization, status: .deleting)
        try await store.insert([active, deleting])
        let outcomes = try await store.database.write { transaction in
            let ready = ThumbnailState(status: .ready)
            var outcomes: [Bool] = []
            var newer = active
            newer.version = 2
            var chosen = active
            chosen.thumbnailMark = ThumbnailMark.make("0123456789ab")
            for asset in [newer, chosen, active, deleting] {
                outcomes.append(
                    try await transaction.assets.setPicture(PictureFacts(width: 3), ready, of: asset, in: organization))
            }
            return outcomes
        }
        #expect(outcomes == [false, false, true, false])
    }

    @Test("a listing's retry is claimed by one of two who saw the same failure", arguments: Engine.available)
    func retryClaim(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let organization = store.organization.id
        var asset = Asset.sample(in: store.organization)
        asset.thumbnail = ThumbnailState(status: .failed, error: "x", attemptedAt: .noon)
        var fresh = Asset.sample(in: store.organization)
        fresh.thumbnail = ThumbnailState(status: .failed, error: "x")
        let (seen, neverTried) = (asset, fresh)
        try await store.insert([seen, neverTried])
        let claims = try await store.database.write { transaction in
            let later = Timestamp.noon.advanced(bySeconds: 9)
            return [
                try await transaction.assets.claimThumbnailRetry(of: seen, at: later, in: organization),
                try await transaction.assets.claimThumbnailRetry(of: seen, at: later, in: organization),
                try await transaction.assets.claimThumbnailRetry(of: neverTried, at: later, in: organization),
                try await transaction.assets.claimThumbnailRetry(of: neverTried, at: later, in: organization),
            ]
        }
        #expect(claims == [true, false, true, false])
    }

    @Test("assets being deleted are found by when that began", arguments: Engine.available)
    func deleting(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let organization = store.organization.id
        var old = Asset.sample(in: store.organization, status: .deleting)
        (old.deletedAt, old.updatedAt) = (Timestamp(microseconds: 1), .noon)
        var young = Asset.sample(in: store.organization, status: .deleting)
        (young.deletedAt, young.updatedAt) = (Timestamp(microseconds: 2), Timestamp.noon.advanced(bySeconds: 1))
        try await store.insert([old, young, .sample(in: store.organization)])
        let found = try await store.database.read { try await $0.assets.deleting(since: .noon, in: organization) }
        #expect(found == [old.id])
    }

    @Test("rows with blobs are walked in key order, each once", arguments: Engine.available)
    func blobs(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let organization = store.organization.id
        let assets = (0..<25).map { _ in Asset.sample(in: store.organization) }
        try await store.insert(assets + [.sample(in: store.neighbour)])
        try await store.database.write { transaction in
            for asset in assets {
                for name in RenditionName.allCases { try await transaction.renditions.put(asset.rendition(name)) }
            }
        }
        let (keys, renditionKeys) = try await store.database.read { transaction in
            var keys: [String] = []
            while true {
                let page = try await transaction.assets.withBlobs(after: keys.last ?? "", in: organization, limit: 7)
                keys += page.compactMap(\.storage?.key)
                if page.count < 7 { break }
            }
            var renditionKeys: [String] = []
            while true {
                let page = try await transaction.renditions.page(after: renditionKeys.last ?? "", in: organization, limit: 7)
                renditionKeys += page.map(\.key)
                if page.count < 7 { break }
            }
            return (keys, renditionKeys)
        }
        #expect(keys == assets.compactMap(\.storage?.key).sorted())
        #expect(renditionKeys == assets.flatMap { asset in RenditionName.allCases.map { asset.rendition($0).key } }.sorted())
    }
}

extension TemporaryStore {
    /// The names a listing gives.
    func names(_ query: AssetQuery) async throws -> [String] {
        let id = organization.id
        return try await database.read { try await $0.assets.list(query, in: id).assets.map(\.metadata.displayName) }
    }
}
