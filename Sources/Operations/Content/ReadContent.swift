internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// A content item as it reads now: what its body names, the assets that leads to, and a lesson's entries by their assets (M12, M39).
    ///
    /// Throws ``ContentError`` `notFound`. `address` says where an asset is reached.
    package func readContent(
        _ type: ContentType, _ externalID: String, by caller: Caller, address: @Sendable (Asset) -> String?
    ) async throws -> ContentReading {
        try await reading(of: try await content(type, externalID, by: caller), by: caller, address: address)
    }

    /// The same of an item that was just saved.
    package func reading(
        of item: ContentItem, by caller: Caller, address: (Asset) -> String?
    ) async throws -> ContentReading {
        let (references, assets) = try await references(of: item, by: caller)
        var body = item.body
        if item.type == .lesson, item.format == .json {
            body = LessonPayload.presented(body, references, assets, address: address)
        }
        return ContentReading(item: item, body: body, references: references, assets: assets)
    }
}

/// A content item with what it names.
package struct ContentReading: Sendable {
    package let item: ContentItem
    /// As people read it; what is stored is the item's.
    package let body: String
    package let references: [NamedAsset]
    package let assets: [AssetID: Asset]

    /// What can be nothing but references to assets of this library, and leads nowhere; as written, each once, in order.
    package var unresolved: [String] {
        var told: Set<String> = []
        return references.filter { $0.isCertain && $0.asset == nil && told.insert($0.written).inserted }.map(\.written)
    }
}

extension MediaLibrary {
    /// The assets that a body which is not stored yet names outside of texts, by the way to the object or field that names them.
    package func namedAssets(in body: String, of type: ContentType, by caller: Caller) async throws -> [String: Asset] {
        try caller.require(.read)
        let organization = caller.organization.id
        let draft = ContentItem(
            ContentPush(type, "draft", title: "", body: body), in: organization, by: caller, at: now)
        let found = try await references(in: draft, of: caller.organization, readingMarkdown: false).map(\.reference)
        do {
            return try await database.read { transaction in
                let targets = try await transaction.references.targets(of: Set(found.flatMap(\.lookups)), in: organization)
                let assets = try await transaction.assets.find(Set(targets.values), in: organization)
                return found.reduce(into: [:]) { named, reference in
                    guard let key = reference.slot.key, named[key] == nil,
                        let id = reference.lookups.lazy.compactMap({ targets[$0] }).first
                    else { return }
                    named[key] = assets[id]
                }
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}
