internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// What the organization stores and may store, from counters (M47).
    package func storageSummary(by caller: Caller) async throws -> StorageSummary {
        try caller.require(.read)
        let id = caller.organization.id
        do {
            return try await database.read { transaction in
                let counts = try await transaction.counters.all(in: id)
                let organization = try await transaction.organizations.find(id) ?? caller.organization
                var bytesByKind: [AssetKind: Int64] = [:]
                for count in counts { bytesByKind[count.kind, default: 0] += count.bytes }
                return StorageSummary(
                    bytesByKind: bytesByKind, internalBytes: organization.usedBytes,
                    archivedBytes: counts.bytes(on: .archived), trashedBytes: counts.bytes(on: .trashed),
                    reservedBytes: organization.reservedBytes, assetCount: counts.assets(on: .active),
                    trashedCount: counts.assets(on: .trashed),
                    externalAssetCount: counts.reduce(0) { $0 + $1.externalAssets }, limitBytes: organization.maxStorageBytes,
                    maxFileBytes: organization.maxFileBytes)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}
