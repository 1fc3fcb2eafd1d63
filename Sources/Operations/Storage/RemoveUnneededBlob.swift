internal import BlobStorage
internal import Database
internal import Library
internal import LibraryStore

extension MediaLibrary {
    /// Calls `remove` if no row and no intent needs the blob under `key`; false when one does.
    ///
    /// Takes an intent on the key in the transaction that finds it unneeded, so that nobody can publish under it meanwhile. Under the
    /// prefix of an organization that was deleted nobody can: an intent needs its organization, and a row is made of an intent.
    func removeIfUnneeded(
        _ key: BlobKey, of owner: OrganizationID, _ remove: () async throws -> Void
    ) async throws -> Bool {
        let text = key.description
        let intentID = IntentID.make(at: now)
        let (isUnneeded, isPromised) = try await database.write { transaction in
            let isThere = try await transaction.organizations.lock(owner)
            guard try await !transaction.intents.isKeyNeeded(text) else { return (false, false) }
            if isThere {
                try await transaction.intents.insert(
                    PublishIntent(id: intentID, organizationID: owner, key: text, reservedBytes: 0))
            }
            return (true, isThere)
        }
        guard isUnneeded else { return false }
        try await remove()
        guard isPromised else { return true }
        try await database.write { transaction in
            try await transaction.organizations.lock(owner)
            _ = try await transaction.intents.take(intentID, in: owner)
        }
        return true
    }
}
