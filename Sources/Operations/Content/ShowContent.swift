internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// A content item by what its own system calls it; a foreign and a missing one are ``ContentError`` `notFound` alike (M2).
    package func content(_ type: ContentType, _ externalID: String, by caller: Caller) async throws -> ContentItem {
        try caller.require(.read)
        do {
            let item = try await database.read { try await $0.content.find(type, externalID, in: caller.organization.id) }
            guard let item else { throw ContentError.notFound }
            return item
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// What an item's body names, in order, and the assets that leads to, by their ids.
    package func references(
        of item: ContentItem, by caller: Caller
    ) async throws -> (references: [NamedAsset], assets: [AssetID: Asset]) {
        try caller.require(.read)
        let organization = caller.organization.id
        do {
            return try await database.read { transaction in
                let stored = try await transaction.references.all(of: item.id, in: organization)
                let assets = try await transaction.assets.find(Set(stored.compactMap(\.asset)), in: organization)
                return (stored.map(NamedAsset.init), assets)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}

/// A reference in a body, and the asset it leads to.
package struct NamedAsset: Sendable {
    /// As it is written.
    package let written: String
    package let slot: ContentSlot
    /// Whether it can mean nothing but an asset of this library.
    package let isCertain: Bool
    /// Nil where it leads nowhere.
    package let asset: AssetID?

    fileprivate init(_ stored: StoredReference) {
        written = stored.written
        slot = stored.slot
        isCertain = stored.isCertain
        asset = stored.asset
    }
}
