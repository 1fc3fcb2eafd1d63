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
            try? await giveUp(intent.id, reserved: bytes, in: organization.id)
            throw error
        }
    }

    /// Undoes a publication that failed: its bytes, then its reservation and intent.
    ///
    /// After an outcome that cannot be known nothing is touched: the intent keeps the bytes safe until a sweep decides.
    func abandon(_ publication: Publication, after error: any Error) async {
        switch error {
        case ServiceError.outcomeUnknown, DatabaseError.commitUnknown: return
        default: break
        }
        await publication.discardStaged()
        if publication.isPublished {
            do { try await blobs.delete(publication.key) } catch { return }
        }
        // What fails here is not lost: the lease runs out and the sweep does the same.
        try? await giveUp(publication.intentID, reserved: publication.reservedBytes, in: publication.organization.id)
    }

    private func giveUp(_ intent: IntentID, reserved: Int64, in organization: OrganizationID) async throws {
        try await database.write { transaction in
            guard let reserved = try await transaction.intents.take(intent, in: organization) else { return }
            try await transaction.organizations.release(reserved, in: organization)
        }
    }
}
