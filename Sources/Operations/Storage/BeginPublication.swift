internal import BlobStorage
internal import Database
internal import Library
internal import LibraryStore

extension MediaLibrary {
    /// Step 1 of a publish: reserves quota and records the intent in one transaction, then opens staging under its name.
    func beginPublication(
        of key: BlobKey, reserving bytes: Int64, isSizeDeclared: Bool = true, in organization: Organization
    ) async throws -> Publication {
        let intent = PublishIntent(
            id: .make(at: now), organizationID: organization.id, key: key.description, reservedBytes: bytes)
        try await database.write { transaction in
            if bytes > 0 {
                let fits = try await transaction.organizations.reserve(
                    bytes, limit: organization.maxStorageBytes, in: organization.id)
                guard fits else { throw AssetError.quotaExceeded(limit: organization.maxStorageBytes) }
            }
            try await transaction.intents.insert(intent)
        }
        do {
            let staged = try await blobs.stage(named: intent.id.description)
            return Publication(
                intent: intent, key: key, organization: organization, isSizeDeclared: isSizeDeclared, database: database,
                blobs: blobs,
                staged: staged)
        } catch {
            try? await giveUp(intent.id, in: organization.id)
            throw error
        }
    }

    /// Undoes a publication that failed: its bytes, then its reservation and intent. A cancelled caller does not cut this short.
    ///
    /// After an outcome that cannot be known nothing is touched: the intent keeps the bytes safe until a sweep decides.
    func abandon(_ publication: Publication, after error: any Error) async {
        switch error {
        case ServiceError.outcomeUnknown, DatabaseError.commitUnknown: return
        default: break
        }
        let (staged, isPublished, key) = (publication.staged, publication.isPublished, publication.key)
        let (intent, organization) = (publication.intentID, publication.organization.id)
        let undoing = Task {
            await staged.discard()
            if isPublished { try await blobs.delete(key) }
            try await giveUp(intent, in: organization)
        }
        // What fails here is not lost: the lease runs out and the sweep does the same.
        _ = try? await undoing.value
    }

    private func giveUp(_ intent: IntentID, in organization: OrganizationID) async throws {
        try await database.write { transaction in
            guard let reserved = try await transaction.intents.take(intent, in: organization) else { return }
            try await transaction.organizations.release(reserved, in: organization)
        }
    }
}
