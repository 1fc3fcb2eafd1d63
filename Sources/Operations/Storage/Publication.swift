internal import BlobStorage
internal import Database
internal import Library
internal import LibraryStore
internal import Platform

/// One blob on its way to being owned by a row: intent and reservation first, then staging, then the durable publish.
///
/// Used by one task at a time; not `Sendable`.
final class Publication {
    let intentID: IntentID
    let store: any BlobStore
    /// Whether other attempts of the same holder publish under this key; an upload's is its own for ever.
    let isKeyShared: Bool
    let organization: Organization
    let staged: any StagedBlob
    private(set) var isPublished = false
    /// The store could not say whether the bytes are under the key now: a sweep decides, and until then nobody else gets the key.
    private(set) var isOutcomeUnknown = false
    /// The size of the version this one takes the place of: so much needs no reservation.
    let replacedBytes: Int64
    private var reservedBytes: Int64
    private let database: any Database
    private let clock: any WallClock
    private var renewedAt: UInt64

    init(
        intent: PublishIntent, isKeyShared: Bool, replacedBytes: Int64, organization: Organization, database: any Database,
        store: any BlobStore,
        clock: any WallClock, staged: any StagedBlob
    ) {
        intentID = intent.id
        reservedBytes = intent.reservedBytes
        self.isKeyShared = isKeyShared
        self.replacedBytes = replacedBytes
        self.organization = organization
        self.database = database
        self.store = store
        self.clock = clock
        self.staged = staged
        renewedAt = clock.uptimeMilliseconds
    }

    var key: BlobKey { staged.plan.key }

    /// Makes sure there is room for `bytes` before they are written; a size that is not `isDeclared` is asked for ahead of its bytes.
    func willGrow(to bytes: Int64, isDeclared: Bool) async throws {
        let needed = bytes - replacedBytes
        if needed > reservedBytes { try await extendReservation(to: needed, isAhead: !isDeclared) }
    }

    /// Renews the lease when it is time to: to be called as bytes arrive.
    func stayAlive() async throws {
        guard clock.uptimeMilliseconds - renewedAt > Self.renewalMilliseconds else { return }
        let (id, organizationID) = (intentID, organization.id)
        let isAlive = try await database.write { transaction in
            try await transaction.organizations.lock(organizationID)
            return try await transaction.intents.renew(id, in: organizationID)
        }
        guard isAlive else { throw ServiceError.interrupted }
        renewedAt = clock.uptimeMilliseconds
    }

    func write(_ bytes: UnsafeRawBufferPointer) async throws(BlobError) { try await staged.write(bytes) }

    func append(_ bytes: [UInt8]) async throws(BlobError) { try await staged.append(bytes) }

    /// What was written so far, for reading.
    func descriptor() async throws -> FileDescriptor {
        do { return try await staged.descriptor() } catch .notFound { throw ServiceError.interrupted }
    }

    func finish() async throws(BlobError) { try await staged.finish() }

    /// Makes the finished bytes durable under the key. A cancelled caller does not cut this short: half-way nobody knows what is there.
    func publish() async throws(BlobError) {
        let (store, staged) = (store, staged)
        let publishing = Task { () async -> BlobError? in
            do throws(BlobError) { try await store.publish(staged) } catch { return error }
            return nil
        }
        switch await publishing.value {
        case nil: isPublished = true
        case .some(let error):
            isOutcomeUnknown = !error.leavesNothingPublished
            throw error
        }
    }

    /// A third of the lease: two renewals may be lost before it runs out.
    private static let renewalMilliseconds = UInt64(IntentTable.leaseSeconds) * 1000 / 3

    /// Asks for room ahead of the bytes where that saves transactions, and for just what is needed when that is refused.
    private func extendReservation(to bytes: Int64, isAhead: Bool) async throws {
        let needed = bytes - reservedBytes
        let ahead = isAhead ? max(needed, min(reservedBytes, 16 * .mebibyte)) : needed
        let granted = try await extend(by: ahead) ? ahead : try await extend(by: needed) ? needed : nil
        guard let granted else { throw AssetError.quotaExceeded(limit: organization.maxStorageBytes) }
        reservedBytes += granted
        renewedAt = clock.uptimeMilliseconds
    }

    private func extend(by bytes: Int64) async throws -> Bool {
        let (id, organization) = (intentID, organization)
        return try await database.write { transaction in
            guard try await transaction.organizations.lock(organization.id) else { throw ServiceError.interrupted }
            guard try await transaction.organizations.reserve(bytes, limit: organization.maxStorageBytes, in: organization.id)
            else { return false }
            guard try await transaction.intents.extend(id, by: bytes, in: organization.id) else {
                throw ServiceError.interrupted
            }
            return true
        }
    }
}

extension BlobError {
    /// Whether a publish that failed so has certainly not put its bytes under the key. A full disk may fail the last step, the fsync
    /// of the folder, when the blob has its name already.
    fileprivate var leavesNothingPublished: Bool {
        switch self {
        case .alreadyExists, .notStaged, .bucketMissing, .invalidKey: true
        case .notFound, .noSpace, .unavailable, .io: false
        }
    }
}
