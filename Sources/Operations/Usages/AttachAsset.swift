internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Says that an asset is used at a place, which this library need not know (M35); one that is attached there already stays as it is.
    ///
    /// Throws ``AssetError`` `notFound` for an asset that lists do not show or of another organization. The media of companies and people
    /// keep to their rules: ``RecordError`` `notFound` and `tooManyMedia`, ``UsageError`` `ordered`. A lesson that this
    /// library holds has the asset in its payload then (M39); ``ContentError`` `changedMeanwhile` where others change it all the time.
    package func attachAsset(
        _ id: AssetID, at place: UsagePlace, by caller: Caller
    ) async throws -> (usage: PlacedUsage, isNew: Bool) {
        try caller.require(.edit)
        let organization = caller.organization.id
        let now = now
        do {
            for _ in 0..<Self.lessonAttempts {
                let edit = try await lessonEdit(at: place, by: caller) { payload, item, transaction in
                    try await transaction.assets.find(id, in: organization).flatMap { payload.attaching($0, to: item) }
                }
                let attached = try await database.write { transaction -> (usage: PlacedUsage, isNew: Bool)? in
                    guard try await transaction.organizations.lock(organization) else { throw AccessError.organizationUnknown }
                    let asset = try await transaction.assets.visibleLocked(id, ifMatch: nil, in: organization)
                    guard try await transaction.isCurrent(edit, at: place, in: caller.organization) else { return nil }
                    return try await transaction.attachOnce(asset, at: place, edit, by: caller, at: now)
                }
                if let attached { return attached }
            }
            throw ContentError.changedMeanwhile
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}

extension Transaction {
    /// Attaches the asset unless it is attached there, and writes into a lesson what is to be in it; both are locked.
    fileprivate func attachOnce(
        _ asset: Asset, at place: UsagePlace, _ edit: LessonEdit?, by caller: Caller, at now: Timestamp
    ) async throws -> (usage: PlacedUsage, isNew: Bool) {
        let organization = caller.organization.id
        let item = try await content.find(place.target.type, place.target.externalID, in: organization)
        let there = try await usages.declared(asset.id, at: place, in: organization)
        if there == nil { try await attach(asset, at: place, item, by: caller, at: now) }
        try await save(edit, by: caller, at: now)
        guard let usage = try await usages.declared(asset.id, at: place, in: organization) else { throw UsageError.notFound }
        return (PlacedUsage(usage: usage, title: item?.title, url: item?.url, item: item?.id), there == nil)
    }
}
