/// Where the bytes of assets are kept. Every provider passes the one contract suite, `BlobStoreContract`.
///
/// A blob is written once and never changed: it is staged, made durable, then published under its key. Methods leave the caller's
/// executor by themselves when they block; only `StagedBlob.write` expects to be called where blocking is allowed.
package protocol BlobStore: Sendable {
    /// The provider's name, as assets record it: `local`, `s3`, `supabase`.
    var provider: String { get }

    /// The bucket, as assets record it; nil for the one folder of a local store.
    var bucket: String? { get }

    /// Makes the bucket where it is missing. Other calls answer `.bucketMissing` then.
    func makeBucket() async throws(BlobError)

    /// Begins a blob nobody can see yet. Fails with `.alreadyExists` when the plan's name is in use.
    func stage(_ plan: BlobPlan) async throws(BlobError) -> any StagedBlob

    /// Makes a finished staged blob readable under its plan's key; it survives a power cut once this returns.
    ///
    /// Never replaces: `.alreadyExists` leaves both blobs as they were. After any other failure the outcome is unknown, and a sweep
    /// decides: the caller deletes nothing.
    func publish(_ staged: any StagedBlob) async throws(BlobError)

    /// Puts a copy of the published blob `source` under the plan's key, in the place of what may be there. The one way to replace a blob:
    /// for an address that cannot follow when its file gets another version (docs/decisions/007-object-stores.md).
    ///
    /// Readers get the old bytes or the new, whole; the copy survives a power cut once this returns. After a failure either may be
    /// there, and the same call puts it right; `.notFound`, when there is no `source`, changes nothing.
    func replace(_ plan: BlobPlan, withCopyOf source: BlobKey) async throws(BlobError)

    /// Opens a published blob for reading, or fails with `.notFound`.
    func open(_ key: BlobKey) async throws(BlobError) -> OpenBlob

    /// Removes a blob for good; an absent one counts as removed.
    func delete(_ key: BlobKey) async throws(BlobError)

    /// Puts a blob out of sight and keeps its bytes until `purgeQuarantine`; an absent one counts as done.
    func quarantine(_ key: BlobKey) async throws(BlobError)

    /// Removes what was quarantined at least `age` seconds ago. Returns the number of blobs removed.
    @discardableResult
    func purgeQuarantine(olderThan age: Int64) async throws(BlobError) -> Int

    /// The first `limit` published blobs whose key begins with `prefix` and sorts after `after`, in key order.
    ///
    /// The memory needed grows with `limit`, not with the store.
    func list(prefix: String, after: BlobKey?, limit: Int) async throws(BlobError) -> [BlobEntry]

    /// Removes staged bytes last written at least `age` seconds ago, except `live` ones. Returns how many were removed.
    @discardableResult
    func removeAbandonedStaging(olderThan age: Int64, keeping live: LiveStaging) async throws(BlobError) -> Int

    /// Returns when a blob could be stored now; the readiness of the server asks this.
    func check() async throws(BlobError)
}

extension BlobStore {
    /// Stores a small blob that is in memory. Fails as `publish` does and then leaves nothing staged.
    package func put(_ bytes: [UInt8], _ plan: BlobPlan) async throws(BlobError) {
        let staged = try await stage(plan)
        do {
            try await staged.append(bytes)
            try await staged.finish()
            try await publish(staged)
        } catch {
            await staged.discard()
            throw error
        }
    }
}
