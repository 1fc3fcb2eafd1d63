internal import Database
internal import Library
internal import LibraryStore

extension MediaLibrary {
    /// Makes an exported content item with the usages its body shows; one of its type and name that is here is left as it is.
    func restore(
        _ record: ContentRecord, body: String, isDryRun: Bool, by caller: Caller
    ) async throws -> ImportOutcome {
        guard let type = ContentType(checking: record.type) else {
            return .skipped(code: "type_unknown", reason: "“\(record.type.prefix(64))” is no name of a type.")
        }
        let organization = caller.organization
        let (before, isFree) = try await database.read { transaction in
            let before = try await transaction.content.find(type, record.externalID, in: organization.id)
            guard let id = ContentItemID(record.externalID) else { return (before, false) }
            return (before, try await !transaction.imports.isUsed(id))
        }
        if before != nil { return .present }
        let push = try ContentPush(
            type, record.externalID, title: record.title, url: record.url, body: body, format: record.format,
            revision: record.revision
        ).checked()
        if isDryRun { return .imported }
        let now = now
        let id = isFree ? ContentItemID(record.externalID) : nil
        let draft = ContentItem(
            id: id ?? .make(at: now), organizationID: organization.id, type: type, externalID: push.externalID,
            title: push.title, url: push.url, body: push.body, format: push.format, revision: max(record.revision, 0),
            createdBy: caller.user?.id, createdAt: record.createdAt, updatedAt: record.updatedAt)
        let found = try await references(in: draft, of: organization)
        return try await database.write { transaction in
            guard try await transaction.organizations.lock(organization.id) else { throw AccessError.organizationUnknown }
            if try await transaction.content.find(type, push.externalID, in: organization.id) != nil { return .present }
            _ = try await transaction.save(draft, push, over: nil, found.map(\.reference), by: caller, at: now)
            return .imported
        }
    }

    /// Says again that an asset is used at a place, since when it was; it is left alone where that is said already (M35).
    func restore(_ record: UsageRecord, of id: AssetID, isDryRun: Bool, by caller: Caller) async throws -> ImportOutcome {
        let place = try UsagePlace.checked(
            targetType: record.targetType, targetID: record.targetID, slotType: record.slotType, slotKey: record.slotKey,
            position: record.position)
        let organization = caller.organization.id
        if isDryRun {
            let there = try await database.read { try await $0.usages.declared(id, at: place, in: organization) }
            return there == nil ? .imported : .present
        }
        let now = now
        return try await database.write { transaction in
            guard try await transaction.organizations.lock(organization) else { throw AccessError.organizationUnknown }
            guard let asset = try await transaction.assets.findLocked(id, in: organization), asset.status != .deleting else {
                throw AssetError.notFound
            }
            let usage = Usage(
                id: .make(at: now), organizationID: organization, assetID: id, target: place.target, slotType: place.slot.type,
                slotKey: place.slot.key, position: place.slot.position, origin: .declared, createdBy: caller.user?.id,
                createdAt: record.createdAt)
            guard try await transaction.usages.insert(usage) else { return .present }
            try await transaction.history.announceChange(of: id, in: organization, at: now)
            return .imported
        }
    }
}
