package import Platform

/// Bytes on their way into a store, seen by nobody until they are published. One task at a time uses it.
package protocol StagedBlob: AnyObject, Sendable {
    /// The name it was staged under, unique in its store's staging.
    var name: String { get }

    /// What it is to become.
    var plan: BlobPlan { get }

    /// How many bytes were written.
    var byteSize: Int64 { get }

    /// Appends `bytes`. May block: call it from a task that runs on the store's `BlockingPool`. A failure is final.
    func write(_ bytes: UnsafeRawBufferPointer) async throws(BlobError)

    /// Appends bytes that are in memory, from wherever it is called. A failure is final.
    func append(_ bytes: [UInt8]) async throws(BlobError)

    /// Makes all that was written durable in staging. A failure is final: the bytes are dropped.
    func finish() async throws(BlobError)

    /// Gives the bytes up. Does nothing when they were published or discarded before.
    func discard() async

    /// A new read-only descriptor of what was written so far, for inspection before publishing.
    func descriptor() async throws(BlobError) -> FileDescriptor
}
