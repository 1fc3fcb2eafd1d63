import Database
import Library
import LibraryStore
import Testing

@Suite("Schema")
struct SchemaTests {
    @Test("every migration applies to an empty file, once")
    func migrations() async throws {
        let store = try await TemporaryStore()
        #expect(try await migrate(store.database, LibraryMigrations.all).isEmpty)
        #expect(Set(LibraryMigrations.all.map(\.name)).count == LibraryMigrations.all.count)
        let state: String? = try await store.database.read { try await $0.value("PRAGMA integrity_check") }
        #expect(state == "ok")
    }

    @Test("the tables are there, each of them strict about its columns' types")
    func tables() async throws {
        let store = try await TemporaryStore()
        let tables = try await store.database.read { transaction in
            try await transaction.rows("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
                .map { (name: try $0.get("name", as: String.self), isStrict: try $0.get("strict", as: Bool.self)) }
        }
        let own = tables.filter { !$0.name.hasPrefix("sqlite_") && !$0.name.hasPrefix("asset_search") }
        #expect(
            Set(own.map(\.name)).isSuperset(of: [
                "organization", "app_user", "membership", "session", "api_token", "asset", "rendition", "storage_counter",
                "publish_intent", "job", "audit_entry", "change_entry",
            ]))
        #expect(own.filter { !$0.isStrict }.map(\.name) == [])
    }

    @Test("two assets cannot have one storage key (M10)")
    func uniqueKeys() async throws {
        let store = try await TemporaryStore()
        let first = Asset.sample(in: store.organization)
        var second = Asset.sample(in: store.organization)
        second.storage = first.storage
        let twin = second
        try await store.insert([first])
        await #expect(throws: DatabaseError.uniqueViolation(constraint: "asset.storage_key")) { try await store.insert([twin]) }
    }

    @Test("an upload without a size is refused (M10)")
    func sizes() async throws {
        let store = try await TemporaryStore()
        var asset = Asset.sample(in: store.organization)
        asset.byteSize = nil
        let sizeless = asset
        await #expect(throws: DatabaseError.self) { try await store.insert([sizeless]) }
        asset.provider = .youtube
        asset.storage = nil
        let external = asset
        try await store.insert([external])
    }

    @Test("counters of quota cannot fall below nothing")
    func counters() async throws {
        let store = try await TemporaryStore()
        let id = store.organization.id
        await #expect(throws: DatabaseError.self) {
            try await store.database.write { try await $0.organizations.release(1, in: id) }
        }
        await #expect(throws: DatabaseError.self) {
            try await store.database.write { try await $0.organizations.changeUsed(by: -1, in: id) }
        }
    }
}
