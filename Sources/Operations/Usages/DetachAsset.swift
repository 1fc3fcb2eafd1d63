internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Takes an asset off a place it was attached at; where it is not attached there nothing happens (M35). Its file stays.
    ///
    /// A lesson that this library holds loses it from its payload (M39). Throws ``AssetError`` `notFound` for an asset the organization
    /// does not have, and ``ContentError`` `changedMeanwhile` where others change the lesson all the time.
    package func detachAsset(_ id: AssetID, from place: UsagePlace, by caller: Caller) async throws {
        try await detach(from: id, by: caller) { transaction in
            try await transaction.usages.declared(id, at: place, in: caller.organization.id)
        }
    }

    /// Ends one declared usage of an asset (M38).
    ///
    /// Throws ``UsageError`` `notFound`, and `extracted` for what is found in content: it ends where the content is changed.
    package func detachUsage(_ usage: UsageID, of id: AssetID, by caller: Caller) async throws {
        try await detach(from: id, by: caller) { transaction in
            guard let found = try await transaction.usages.find(usage, of: id, in: caller.organization.id) else {
                throw UsageError.notFound
            }
            guard found.origin == .declared else { throw UsageError.extracted }
            return found
        }
    }

    private func detach(
        from id: AssetID, by caller: Caller, _ find: @Sendable (any Transaction) async throws -> Usage?
    ) async throws {
        try caller.require(.edit)
        let organization = caller.organization.id
        let now = now
        do {
            for _ in 0..<Self.lessonAttempts {
                // A usage is always in the same place.
                let place = try await database.read { try await find($0)?.place }
                var edit: LessonEdit?
                if let place { edit = try await payloadEdit(without: id, at: place, by: caller) }
                let next = edit
                let isDone = try await database.write { transaction in
                    try await transaction.organizations.lock(organization)
                    let asset = try await transaction.assets.existingLocked(id, ifMatch: nil, in: organization)
                    guard let usage = try await find(transaction) else { return true }
                    guard try await transaction.isCurrent(next, at: usage.place, in: caller.organization) else { return false }
                    let target = usage.target
                    let item = try await transaction.content.find(target.type, target.externalID, in: organization)
                    try await transaction.detach(usage, from: asset, item, by: caller, at: now)
                    try await transaction.save(next, by: caller, at: now)
                    return true
                }
                if isDone { return }
            }
            throw ContentError.changedMeanwhile
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// The lesson there without the asset, unless it is attached in another place of the same list (M39).
    private func payloadEdit(without id: AssetID, at place: UsagePlace, by caller: Caller) async throws -> LessonEdit? {
        let organization = caller.organization.id
        return try await lessonEdit(at: place, by: caller) { payload, item, transaction in
            let uses = try await transaction.usages.all(in: place.target, of: organization).filter { usage in
                usage.assetID == id && usage.origin == .declared && usage.slotType == place.slot.type
            }
            guard uses.count <= 1, let asset = try await transaction.assets.find(id, in: organization) else { return nil }
            return payload.detaching(asset, from: item)
        }
    }
}
