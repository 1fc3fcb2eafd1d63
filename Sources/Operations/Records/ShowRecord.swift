internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// One company or person of the caller's organization; a foreign and a missing one are ``RecordError`` `notFound` alike (M2).
    package func record(_ id: ContentItemID, _ kind: RecordKind, by caller: Caller) async throws -> Record {
        try caller.require(.read)
        let organization = caller.organization.id
        do {
            return try await database.read { transaction in
                let item = try await transaction.content.existing(id, kind, in: organization)
                return try await transaction.record(item, kind)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}

extension Transaction {
    /// The record of `item`, with its media as they are now.
    func record(_ item: ContentItem, _ kind: RecordKind) async throws -> Record {
        let media = try await usages.media(of: [item], kind, in: item.organizationID)
        return Record(item: item, media: media[item.externalID] ?? [])
    }
}

extension ContentTable {
    /// The item, in the state the caller saw where `entityTag` names one.
    func existing(
        _ id: ContentItemID, _ kind: RecordKind, ifMatch entityTag: String? = nil, in organization: OrganizationID
    ) async throws -> ContentItem {
        guard let item = try await find(id, kind.contentType, in: organization) else { throw RecordError.notFound(kind) }
        if let entityTag, !IfMatch.holds(entityTag, for: item.entityTag) { throw RecordError.changedMeanwhile(kind) }
        return item
    }
}
