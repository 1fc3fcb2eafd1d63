import BlobStorage
import Platform

/// A blob store in front of another that fails, or does something else first, on command.
final class FaultyBlobStore: BlobStore {
    enum Call: Hashable {
        case stage, write, finish, publish, replace, open, delete, quarantine
    }

    /// What happens around a call on a key; nil keys are of staged blobs.
    typealias Hook = @Sendable (BlobKey?) async throws(BlobError) -> Void

    private struct Hooks {
        var before: [Call: Hook] = [:]
        var after: [Call: Hook] = [:]
    }

    private let inner: any BlobStore
    private let hooks = Locked(Hooks())

    init(_ inner: any BlobStore) { self.inner = inner }

    var provider: String { inner.provider }

    var bucket: String? { inner.bucket }

    /// From now on `call` fails with `error` instead of being made.
    func fail(_ call: Call, with error: BlobError, where matches: @escaping @Sendable (BlobKey?) -> Bool = { _ in true }) {
        before(call) { key throws(BlobError) in if matches(key) { throw error } }
    }

    /// From now on `hook` runs before `call`; when it throws the call is not made.
    func before(_ call: Call, _ hook: @escaping Hook) { hooks.withLock { $0.before[call] = hook } }

    /// From now on `hook` runs after `call` was made; when it throws the caller sees that.
    func after(_ call: Call, _ hook: @escaping Hook) { hooks.withLock { $0.after[call] = hook } }

    /// No more faults.
    func heal() { hooks.withLock { $0 = Hooks() } }

    fileprivate func around<Result>(_ call: Call, _ key: BlobKey?, _ body: () async throws(BlobError) -> Result)
        async throws(BlobError)
        -> Result
    {
        let (before, after) = hooks.withLock { ($0.before[call], $0.after[call]) }
        try await before?(key)
        let result = try await body()
        try await after?(key)
        return result
    }

    func makeBucket() async throws(BlobError) { try await inner.makeBucket() }

    func stage(_ plan: BlobPlan) async throws(BlobError) -> any StagedBlob {
        try await around(.stage, nil) { () async throws(BlobError) in FaultyStagedBlob(try await inner.stage(plan), self) }
    }

    func publish(_ staged: any StagedBlob) async throws(BlobError) {
        let staged = (staged as? FaultyStagedBlob)?.inner ?? staged
        try await around(.publish, staged.plan.key) { () async throws(BlobError) in try await inner.publish(staged) }
    }

    func replace(_ plan: BlobPlan, withCopyOf source: BlobKey) async throws(BlobError) {
        try await around(.replace, plan.key) { () async throws(BlobError) in try await inner.replace(plan, withCopyOf: source) }
    }

    func open(_ key: BlobKey) async throws(BlobError) -> OpenBlob {
        try await around(.open, key) { () async throws(BlobError) in try await inner.open(key) }
    }

    func delete(_ key: BlobKey) async throws(BlobError) {
        try await around(.delete, key) { () async throws(BlobError) in try await inner.delete(key) }
    }

    func quarantine(_ key: BlobKey) async throws(BlobError) {
        try await around(.quarantine, key) { () async throws(BlobError) in try await inner.quarantine(key) }
    }

    func purgeQuarantine(olderThan age: Int64) async throws(BlobError) -> Int { try await inner.purgeQuarantine(olderThan: age) }

    func list(prefix: String, after: BlobKey?, limit: Int) async throws(BlobError) -> [BlobEntry] {
        try await inner.list(prefix: prefix, after: after, limit: limit)
    }

    func removeAbandonedStaging(olderThan age: Int64, keeping live: LiveStaging) async throws(BlobError) -> Int {
        try await inner.removeAbandonedStaging(olderThan: age, keeping: live)
    }

    func check() async throws(BlobError) { try await inner.check() }
}

/// A staged blob of the store behind a ``FaultyBlobStore``.
final class FaultyStagedBlob: StagedBlob {
    let inner: any StagedBlob
    private let store: FaultyBlobStore

    init(_ inner: any StagedBlob, _ store: FaultyBlobStore) {
        self.inner = inner
        self.store = store
    }

    var name: String { inner.name }
    var plan: BlobPlan { inner.plan }
    var byteSize: Int64 { inner.byteSize }

    func write(_ bytes: UnsafeRawBufferPointer) async throws(BlobError) {
        try await store.around(.write, nil) { () async throws(BlobError) in try await inner.write(bytes) }
    }

    func append(_ bytes: [UInt8]) async throws(BlobError) {
        try await store.around(.write, nil) { () async throws(BlobError) in try await inner.append(bytes) }
    }

    func finish() async throws(BlobError) {
        try await store.around(.finish, nil) { () async throws(BlobError) in try await inner.finish() }
    }

    func discard() async { await inner.discard() }

    func descriptor() async throws(BlobError) -> FileDescriptor { try await inner.descriptor() }
}

extension BlobStore {
    /// Stores bytes in memory as nobody's.
    func put(_ bytes: [UInt8], as key: BlobKey) async throws(BlobError) { try await put(bytes, BlobPlan(key: key)) }
}
