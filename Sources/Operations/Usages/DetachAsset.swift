internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Takes an asset off a place it was attached at; where it is not attached there nothing happens (M35). Its file stays.
    ///
    /// Throws ``AssetError`` `notFound` for an asset the organization does not have.
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
            try await database.write { transaction in
                try await transaction.organizations.lock(organization)
                let asset = try await transaction.assets.existingLocked(id, ifMatch: nil, in: organization)
                guard let usage = try await find(transaction) else { return }
                let target = usage.target
                let item = try await transaction.content.find(target.type, target.externalID, in: organization)
                try await transaction.detach(usage, from: asset, item, by: caller, at: now)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}
