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
    let key: BlobKey
    let organization: Organization
    private(set) var reservedBytes: Int64
    private(set) var isPublished = false
    private let database: any Database
    private let blobs: any BlobStore
    let staged: any StagedBlob
    /// Whether the reservation covers what the client declared; a stream of unknown length asks for room ahead of its bytes.
    private let isSizeDeclared: Bool
    private var renewedAt = monotonicMilliseconds()

    init(
        intent: PublishIntent, key: BlobKey, organization: Organization, isSizeDeclared: Bool, database: any Database,
        blobs: any BlobStore,
        staged: any StagedBlob
    ) {
        intentID = intent.id
        reservedBytes = intent.reservedBytes
        self.key = key
        self.organization = organization
        self.isSizeDeclared = isSizeDeclared
        self.database = database
        self.blobs = blobs
        self.staged = staged
    }

    /// Makes sure `bytes` are reserved and the lease is alive, before they are written.
    func willGrow(to bytes: Int64) async throws {
        if bytes > reservedBytes {
            try await extendReservation(to: bytes)
        } else if monotonicMilliseconds() - renewedAt > Self.renewalMilliseconds {
            try await renewLease()
        }
    }

    func write(_ bytes: UnsafeRawBufferPointer) async throws(BlobError) { try await staged.write(bytes) }

    func append(_ bytes: [UInt8]) async throws(BlobError) { try await staged.append(bytes) }

    /// What was written so far, for reading.
    func descriptor() async throws(BlobError) -> FileDescriptor { try await staged.descriptor() }

    func finish() async throws(BlobError) { try await staged.finish() }

    /// Makes the finished bytes durable under the key.
    func publish() async throws(BlobError) {
        try await blobs.publish(staged, as: key)
        isPublished = true
    }

    /// A third of the lease: two renewals may be lost before it runs out.
    private static let renewalMilliseconds = UInt64(IntentTable.leaseSeconds) * 1000 / 3

    private func renewLease() async throws {
        let (id, organizationID) = (intentID, organization.id)
        let isAlive = try await database.write { try await $0.intents.renew(id, in: organizationID) }
        guard isAlive else { throw ServiceError.outcomeUnknown }
        renewedAt = monotonicMilliseconds()
    }

    /// Asks for room ahead of the bytes where that saves transactions, and for just what is needed when that is refused.
    private func extendReservation(to bytes: Int64) async throws {
        let needed = bytes - reservedBytes
        let ahead = isSizeDeclared ? needed : max(needed, min(reservedBytes, 16 * .mebibyte))
        let granted = try await extend(by: ahead) ? ahead : try await extend(by: needed) ? needed : nil
        guard let granted else { throw AssetError.quotaExceeded(limit: organization.maxStorageBytes) }
        reservedBytes += granted
        renewedAt = monotonicMilliseconds()
    }

    private func extend(by bytes: Int64) async throws -> Bool {
        let (id, organization) = (intentID, organization)
        return try await database.write { transaction in
            guard try await transaction.organizations.reserve(bytes, limit: organization.maxStorageBytes, in: organization.id)
            else { return false }
            guard try await transaction.intents.extend(id, by: bytes, in: organization.id) else {
                throw ServiceError.outcomeUnknown
            }
            return true
        }
    }
}
