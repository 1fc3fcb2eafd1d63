internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Says that an asset is used at a place, which this library need not know (M35); one that is attached there already stays as it is.
    ///
    /// Throws ``AssetError`` `notFound` for an asset that lists do not show or of another organization. The media of companies and people
    /// keep to their rules: ``UsageError`` `invalidFields` where there is no such record, ``RecordError`` `tooManyMedia`.
    package func attachAsset(
        _ id: AssetID, at place: UsagePlace, by caller: Caller
    ) async throws -> (usage: PlacedUsage, isNew: Bool) {
        try caller.require(.edit)
        let organization = caller.organization.id
        let now = now
        do {
            return try await database.write { transaction in
                guard try await transaction.organizations.lock(organization) else { throw AccessError.organizationUnknown }
                let asset = try await transaction.assets.visibleLocked(id, ifMatch: nil, in: organization)
                let item = try await transaction.content.find(place.target.type, place.target.externalID, in: organization)
                let there = try await transaction.usages.declared(id, at: place, in: organization)
                if there == nil { try await transaction.attach(asset, at: place, item, by: caller, at: now) }
                guard let usage = try await transaction.usages.declared(id, at: place, in: organization) else {
                    throw UsageError.notFound
                }
                return (PlacedUsage(usage: usage, title: item?.title, url: item?.url, item: item?.id), there == nil)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}
