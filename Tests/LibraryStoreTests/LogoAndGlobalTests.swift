import Database
import DatabaseTesting
import Library
import LibraryStore
import Testing

@Suite("Logos and what belongs to no organization")
struct LogoAndGlobalTests {
    private func logo(_ store: TemporaryStore, bucket: String? = "organization-logos") -> OrganizationLogo {
        OrganizationLogo(
            place: StoragePlace(provider: "s3", bucket: bucket),
            key: StorageKey.logo(store.organization.id, contentHash: "0123456789abcdef", fileExtension: "svg"),
            mimeType: "image/svg+xml", byteSize: 7, checksum: Array(repeating: 3, count: 32), updatedAt: .noon)
    }

    private let blob = GlobalBlob(
        place: StoragePlace(provider: "local", bucket: nil), key: "global/site-variables/logo.0123456789abcdef.svg",
        mimeType: "image/svg+xml", byteSize: 5, checksum: Array(repeating: 4, count: 32), createdAt: .noon)

    @Test("a logo comes back as it was set, for its organization alone, and goes", arguments: Engine.available)
    func logo(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        for logo in [logo(store), logo(store, bucket: nil), nil] {
            let (own, other) = try await store.database.write { transaction in
                try await transaction.organizations.setLogo(logo, of: store.organization.id)
                return (
                    try await transaction.organizations.find(store.organization.id),
                    try await transaction.organizations.find(store.neighbour.id)
                )
            }
            #expect(own?.logo == logo)
            #expect(other?.logo == nil)
            #expect(other?.revision == 1)
        }
        let revision = try await store.database.read { try await $0.organizations.find(store.organization.id)?.revision }
        #expect(revision == 4, "every change makes another state")
    }

    @Test("logos and global files are delivered under the last part of their key, and needed", arguments: Engine.available)
    func delivery(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let (logo, blob) = (logo(store), blob)
        let found = try await store.database.write { transaction in
            try await transaction.organizations.setLogo(logo, of: store.organization.id)
            try await transaction.globals.put(blob)
            return [
                try await transaction.delivery.find(key: logo.key), try await transaction.delivery.find(key: blob.key),
                try await transaction.delivery.find(key: "global/site-variables/logo.svg"),
            ]
        }
        #expect(found.map { $0?.fileName } == ["0123456789abcdef.svg", "logo.0123456789abcdef.svg", nil])
        #expect(found.map { $0?.place.bucket } == ["organization-logos", nil, nil])
        #expect(found.map { $0?.byteSize } == [7, 5, nil])
        #expect(found.map { $0?.isPublic } == [true, true, nil])
        #expect(found[0]?.checksum == logo.checksum)
        #expect(found[0]?.modifiedAt == .noon)
        let needed = try await store.database.write { transaction in
            let before = [
                try await transaction.intents.isKeyNeeded(logo.key), try await transaction.intents.isKeyNeeded(blob.key),
            ]
            try await transaction.organizations.setLogo(nil, of: store.organization.id)
            return before + [try await transaction.intents.isKeyNeeded(logo.key)]
        }
        #expect(needed == [true, true, false])
    }

    @Test("a global file is recorded once, in the place it is in now", arguments: Engine.available)
    func globalBlobs(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let moved = GlobalBlob(
            place: StoragePlace(provider: "s3", bucket: "media"), key: blob.key, mimeType: blob.mimeType, byteSize: blob.byteSize,
            checksum: blob.checksum, createdAt: blob.createdAt)
        let kept = try await store.database.write { transaction in
            for each in [blob, moved] { try await transaction.globals.put(each) }
            return try await transaction.globals.blobs()
        }
        #expect(kept == [moved])
    }

    @Test("values are kept by entry and name, and the last one counts", arguments: Engine.available)
    func values(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let values = try await store.database.write { transaction in
            try await transaction.globals.set("logo", to: "/a", in: "site-variables/main", at: .noon)
            try await transaction.globals.set("logo", to: "/b", in: "site-variables/main", at: .noon)
            try await transaction.globals.set("logo", to: "/c", in: "site-variables/other", at: .noon)
            var values: [[String: String]] = []
            for entry in ["site-variables/main", "site-variables/other", "site-variables/", ""] {
                values.append(try await transaction.globals.values(of: entry))
            }
            return values
        }
        #expect(values == [["logo": "/b"], ["logo": "/c"], [:], [:]])
    }

    @Test("two organizations cannot have one key", arguments: Engine.available)
    func uniqueKey(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let logo = logo(store)
        try await store.database.write { try await $0.organizations.setLogo(logo, of: store.organization.id) }
        await #expect {
            try await store.database.write { try await $0.organizations.setLogo(logo, of: store.neighbour.id) }
        } throws: {
            guard case DatabaseError.uniqueViolation = $0 else { return false }
            return true
        }
    }
}
