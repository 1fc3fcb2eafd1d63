internal import BlobStorage
internal import Database
internal import Library
internal import LibraryStore

extension MediaLibrary {
    /// Step 1 of a publish: reserves quota and records the intent in one transaction, then opens staging under its name in `store`,
    /// that of new assets where none is given.
    ///
    /// Reserves `bytes`, or `least` where that is all that fits. A `holder` takes its own earlier attempts' place at `key`; throws
    /// ``ServiceError`` `interrupted` when it is a job and not the caller's any more, ``AccessError`` `organizationUnknown` when the
    /// organization was deleted meanwhile. With an `upload` that is to become the row's bytes, its reservation is what the intent gets.
    func beginPublication(
        of key: BlobKey, _ mimeType: String, to store: (any BlobStore)? = nil, reserving bytes: Int64,
        orAtLeast least: Int64? = nil, for holder: IntentHolder? = nil, replacing replaced: ReplacedBytes? = nil,
        finishing upload: UploadID? = nil, in organization: Organization
    ) async throws -> Publication {
        let id = IntentID.make(at: now)
        let intent = try await database.write { transaction in
            guard try await transaction.organizations.lock(organization.id) else {
                if case .job = holder { throw ServiceError.interrupted }
                throw AccessError.organizationUnknown
            }
            try await replaced?.confirm(transaction)
            let granted =
                if let upload {
                    try await Self.takeOver(upload, in: organization, reserving: bytes, transaction)
                } else {
                    try await transaction.organizations.reserve(bytes, orAtLeast: least ?? bytes, in: organization)
                }
            let intent = PublishIntent(
                id: id, organizationID: organization.id, key: key.description, reservedBytes: granted, for: upload)
            if case .job(let job) = holder {
                guard try await transaction.jobs.isHeld(job) else { throw ServiceError.interrupted }
            }
            if let holder { try await transaction.intents.takeOver(intent.key, by: holder.id, in: organization.id) }
            try await transaction.intents.insert(intent, for: holder?.id)
            return intent
        }
        let store = store ?? stores.media
        let plan = BlobPlan(
            name: id.description, key: key, mimeType: mimeType, isAttachment: !InlineDisplay.isSafe(mimeType: mimeType))
        do {
            return Publication(
                intent: intent, isKeyShared: holder != nil || replaced != nil, replacedBytes: replaced?.byteSize ?? 0,
                organization: organization, database: database, store: store, clock: clock,
                staged: try await store.stage(plan))
        } catch {
            await giveUp(id, in: organization.id)
            throw error
        }
    }

    /// Undoes a publication that failed: its bytes, then its reservation and intent. A cancelled caller does not cut this short.
    ///
    /// After an outcome that cannot be known the intent stays, with its key and its reservation: a sweep decides.
    func abandon(_ publication: Publication, after error: any Error) async {
        switch error {
        case ServiceError.outcomeUnknown, DatabaseError.commitUnknown: return
        default: break
        }
        let (staged, isPublished, store) = (publication.staged, publication.isPublished, publication.store)
        let isOutcomeUnknown = publication.isOutcomeUnknown
        let (key, isKeyShared) = (publication.key, publication.isKeyShared)
        let (intent, organization) = (publication.intentID, publication.organization.id)
        let undoing = Task {
            await staged.discard()
            if isOutcomeUnknown { return }
            if isPublished {
                // Another attempt may have the key by now; while the intent is there and sealed, none has or gets it.
                if isKeyShared, try await !seal(intent, in: organization) {
                    _ = try await removeIfUnneeded(key, of: organization) { try await store.delete(key) }
                    return
                }
                try await store.delete(key)
            }
            await giveUp(intent, in: organization)
        }
        // What fails here is not lost: the lease runs out and the sweep does the same.
        _ = try? await undoing.value
    }

    /// Lets nobody take over the key of `intent` any more; false when somebody has.
    func seal(_ intent: IntentID, in organization: OrganizationID) async throws -> Bool {
        try await database.write { transaction in
            try await transaction.organizations.lock(organization)
            return try await transaction.intents.seal(intent, in: organization)
        }
    }

    private func giveUp(_ intent: IntentID, in organization: OrganizationID) async {
        let releasing = Task {
            try await database.write { transaction in
                try await transaction.organizations.lock(organization)
                guard let intent = try await transaction.intents.remove(intent, in: organization) else { return }
                try await transaction.release([intent], in: organization)
            }
        }
        _ = try? await releasing.value
    }
}

/// The version of an asset's bytes whose place another is to take.
struct ReplacedBytes: Sendable {
    let byteSize: Int64
    /// Throws unless the asset, under its organization's lock, may get another version now.
    let confirm: @Sendable (any Transaction) async throws -> Void
}

/// Whose attempts follow one another at the same key.
enum IntentHolder: Sendable {
    case job(ClaimedJob)
    /// Everybody who publishes a logo of the organization: the same picture has the same key.
    case logo(of: OrganizationID)
    /// Everybody who writes to the address that was signed for an upload.
    case upload(UploadID)

    var id: JobID {
        switch self {
        case .job(let job): job.id
        case .logo(let organization): JobID(rawValue: organization.rawValue)
        case .upload(let upload): JobID(rawValue: upload.rawValue)
        }
    }
}

extension OrganizationTable {
    /// Holds `bytes` of quota, or `least`, and answers which; throws ``AssetError`` `quotaExceeded`.
    fileprivate func reserve(_ bytes: Int64, orAtLeast least: Int64, in organization: Organization) async throws -> Int64 {
        if bytes == 0 { return 0 }
        let limit = organization.maxStorageBytes
        if try await reserve(bytes, limit: limit, in: organization.id) { return bytes }
        guard least < bytes, try await reserve(least, limit: limit, in: organization.id) else {
            throw AssetError.quotaExceeded(limit: limit)
        }
        return least
    }
}

extension Transaction {
    /// Gives back the quota that intents held which are gone: to the uploads it came from, as far as they can still be finished. The
    /// organization is locked.
    func release(_ abandoned: [PublishIntent], in organization: OrganizationID) async throws {
        var bytes: Int64 = 0
        for intent in abandoned where intent.reservedBytes > 0 {
            if let upload = intent.upload, try await uploads.giveBack(intent.reservedBytes, to: upload, in: organization) {
                continue
            }
            bytes += intent.reservedBytes
        }
        if bytes > 0 { try await organizations.release(bytes, in: organization) }
    }
}
