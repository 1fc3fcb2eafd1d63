internal import Platform

/// A staged blob whose bytes wait in a spool file until its store sends them: nobody else can see it, and nothing is left of it
/// once it is let go or the process ends.
final class SpooledBlob: StagedBlob {
    private enum Phase { case writing, finished, gone }

    private struct State {
        var phase = Phase.writing
        var byteSize: Int64 = 0
        var file: FileDescriptor?
    }

    let name: String
    let plan: BlobPlan
    private let staging: Staging
    private let state: Locked<State>

    /// Where a store's staged blobs are spooled. A blob belongs to the staging it was made in, and so to one store.
    final class Staging: Sendable {
        let spool: Spool
        private let names = Locked<Set<String>>([])

        init(_ spool: Spool) { self.spool = spool }

        func stage(_ plan: BlobPlan) async throws(BlobError) -> SpooledBlob {
            let name = plan.name ?? unguessableName()
            guard BlobKey.isValidSegment(name.utf8) else { throw .invalidKey(name) }
            guard names.withLock({ $0.insert(name).inserted }) else { throw .alreadyExists }
            do {
                return SpooledBlob(name: name, plan: plan, file: try await spool.makeFile(), staging: self)
            } catch {
                release(name)
                throw error
            }
        }

        func release(_ name: String) { names.withLock { _ = $0.remove(name) } }
    }

    private init(name: String, plan: BlobPlan, file: FileDescriptor, staging: Staging) {
        self.name = name
        self.plan = plan
        self.staging = staging
        state = Locked(State(file: file))
    }

    deinit { drop() }

    var byteSize: Int64 { state.withLock { $0.byteSize } }

    func write(_ bytes: UnsafeRawBufferPointer) async throws(BlobError) { try blockingWrite(bytes) }

    func append(_ bytes: [UInt8]) async throws(BlobError) {
        try await withTaskExecutorPreference(staging.spool.pool) { () async throws(BlobError) in
            try bytes.withUnsafeBufferPointer { bytes throws(BlobError) in try self.blockingWrite(UnsafeRawBufferPointer(bytes)) }
        }
    }

    /// Nothing to make durable here: the bytes are when they are published, and worth nothing before.
    func finish() async throws(BlobError) {
        _ = try file(in: .writing)
        state.withLock { $0.phase = .finished }
    }

    func discard() async { drop() }

    func descriptor() async throws(BlobError) -> FileDescriptor {
        guard let file = state.withLock({ $0.file }) else { throw .notStaged }
        return try await staging.spool.reopen(file)
    }

    /// The whole of a finished blob of this staging; `.notStaged` for any other.
    static func finished(_ staged: any StagedBlob, in staging: Staging) throws(BlobError) -> (
        blob: SpooledBlob, file: FileDescriptor
    ) {
        guard let blob = staged as? SpooledBlob, blob.staging === staging else { throw .notStaged }
        return (blob, try blob.file(in: .finished))
    }

    /// Lets go of the bytes, which were published or given up.
    func drop() {
        let wasThere = state.withLock { state in
            defer {
                state.phase = .gone
                state.file = nil
            }
            return state.file != nil
        }
        if wasThere { staging.release(name) }
    }

    private func file(in phase: Phase) throws(BlobError) -> FileDescriptor {
        guard let file = state.withLock({ $0.phase == phase ? $0.file : nil }) else { throw .notStaged }
        return file
    }

    private func blockingWrite(_ bytes: UnsafeRawBufferPointer) throws(BlobError) {
        let file = try file(in: .writing)
        do throws(Errno) { try file.write(bytes) } catch {
            drop()
            throw BlobError(error)
        }
        state.withLock { $0.byteSize += Int64(bytes.count) }
    }
}
