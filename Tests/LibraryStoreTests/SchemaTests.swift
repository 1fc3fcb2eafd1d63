import Database
import DatabaseTesting
import Library
import LibraryStore
import Testing

@Suite("Schema")
struct SchemaTests {
    @Test("every migration applies to an empty file, once", arguments: Engine.available)
    func migrations(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        #expect(try await migrate(store.database, LibraryMigrations.all).isEmpty)
        #expect(Set(LibraryMigrations.all.map(\.name)).count == LibraryMigrations.all.count)
        if engine == .sqlite {
            let state: String? = try await store.database.read { try await $0.value("PRAGMA integrity_check") }
            #expect(state == "ok")
        }
    }

    @Test("the tables are the same ones on every engine", arguments: Engine.available)
    func tables(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let query: SQL =
            engine == .sqlite
            ? "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'asset_search%'"
            : "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
        let names = try await store.database.read { transaction in
            try await transaction.rows(query).map { try $0.get(at: 0, as: String.self) }
        }
        #expect(
            Set(names) == [
                "organization", "app_user", "membership", "session", "api_token", "asset", "rendition", "storage_counter",
                "publish_intent", "job", "audit_entry", "change_entry", "schema_migration", "global_data", "global_blob",
                "plan_limit", "upload", "upload_part", "content_item", "asset_usage",
                "former_organization", "invitation", "sign_in_attempt", "audit_change", "retired_blob",
                "folder", "tag", "asset_tag", "idempotency_key", "allowed_origin", "content_reference", "imported_address",
                "imported_asset", "first_import", "former_path", "adopted_key",
            ])
    }

    @Test("SQLite's tables are each strict about their columns' types")
    func strictTables() async throws {
        let store = try await TemporaryStore(.sqlite)
        let lax = try await store.database.read { transaction in
            try await transaction.rows(
                """
                SELECT name FROM pragma_table_list
                WHERE schema = 'main' AND type = 'table' AND NOT strict AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'asset_search%'
                """
            ).map { try $0.get("name", as: String.self) }
        }
        #expect(lax == [])
    }

    @Test(
        "PostgreSQL's columns compare text by bytes, as SQLite's do",
        .enabled(if: Engine.hasServer, "\(Engine.lacking)"))
    func collations() async throws {
        let store = try await TemporaryStore(.postgres)
        let others = try await store.database.read { transaction in
            try await transaction.rows(
                """
                SELECT table_name || '.' || column_name AS name FROM information_schema.columns
                WHERE table_schema = current_schema() AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'
                    AND table_name <> 'schema_migration'
                """
            ).map { try $0.get("name", as: String.self) }
        }
        #expect(others == [])
    }

    @Test("two assets of an organization cannot have one storage key (M10)", arguments: Engine.available)
    func uniqueKeys(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let first = Asset.sample(in: store.organization)
        var second = Asset.sample(in: store.organization)
        second.storage = first.storage
        let twin = second
        try await store.insert([first])
        let violation: DatabaseError =
            switch engine {
            case .sqlite: .uniqueViolation(constraint: "asset.organization_id, asset.provider, asset.storage_key")
            case .postgres: .uniqueViolation(constraint: "asset_once_by_key")
            }
        await #expect(throws: violation) {
            try await store.insert([twin])
        }
    }

    @Test("an upload has a size, which may not be known yet; a link has none (M10)", arguments: Engine.available)
    func sizes(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        var upload = Asset.sample(in: store.organization)
        upload.byteSize = nil
        var link = Asset.sample(in: store.organization)
        link.provider = .youtube
        link.byteSize = nil
        link.storage = nil
        let ids = (upload: upload.id, link: link.id)
        let organization = store.organization.id
        try await store.insert([upload, link])
        let found = try await store.database.read { try await $0.assets.find([ids.upload, ids.link], in: organization) }
        #expect(found.count == 2 && found.values.allSatisfy { $0.byteSize == nil })
        await #expect(throws: DatabaseError.self) {
            try await store.database.write { _ = try await $0.run("UPDATE asset SET byte_size = NULL WHERE id = \(ids.upload)") }
        }
    }

    @Test("counters of quota cannot fall below nothing", arguments: Engine.available)
    func counters(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let id = store.organization.id
        await #expect(throws: DatabaseError.self) {
            try await store.database.write { try await $0.organizations.release(1, in: id) }
        }
        await #expect(throws: DatabaseError.self) {
            try await store.database.write { try await $0.organizations.changeUsed(by: -1, in: id) }
        }
    }
}
