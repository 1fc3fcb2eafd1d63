internal import Platform

/// A staged blob whose bytes wait in a spool file until its store sends them: nobody else can see it, and nothing is left of it
/// once it is let go or the process ends.
final class SpooledBlob: StagedBlob {
    private enum Phase { case writing, finished, gone }

    private struct State {
        var phase = Phase.writing
        var byteSize: Int64 = 0
        var spool: SpoolFile?
    }

    let name: String
    let plan: BlobPlan
    private let staging: Staging
    private let state: Locked<State>

    /// Where a store's staged blobs are spooled. A blob belongs to the staging it was made in, and so to one store.
    final class Staging: Sendable {
        let folder: String
        let pool: BlockingPool
        private let names = Locked<Set<String>>([])

        init(folder: String, pool: BlockingPool) {
            self.folder = folder
            self.pool = pool
        }

        func stage(_ plan: BlobPlan) async throws(BlobError) -> SpooledBlob {
            let name = plan.name ?? LocalStagedBlob.unguessableName()
            guard BlobKey.isValidSegment(name.utf8) else { throw .invalidKey(name) }
            guard names.withLock({ $0.insert(name).inserted }) else { throw .alreadyExists }
            do {
                let spool = try await pool.perform { () throws(Errno) in try SpoolFile(in: self.folder) }
                return SpooledBlob(name: name, plan: plan, spool: spool, staging: self)
            } catch {
                release(name)
                throw error == .notFound ? .unavailable("the spool folder is gone") : error
            }
        }

        func release(_ name: String) { names.withLock { _ = $0.remove(name) } }
    }

    private init(name: String, plan: BlobPlan, spool: SpoolFile, staging: Staging) {
        self.name = name
        self.plan = plan
        self.staging = staging
        state = Locked(State(spool: spool))
    }

    deinit { drop() }

    var byteSize: Int64 { state.withLock { $0.byteSize } }

    func write(_ bytes: UnsafeRawBufferPointer) async throws(BlobError) { try blockingWrite(bytes) }

    func append(_ bytes: [UInt8]) async throws(BlobError) {
        try await withTaskExecutorPreference(staging.pool) { () async throws(BlobError) in
            try bytes.withUnsafeBufferPointer { bytes throws(BlobError) in try self.blockingWrite(UnsafeRawBufferPointer(bytes)) }
        }
    }

    /// Nothing to make durable here: the bytes are when they are published, and worth nothing before.
    func finish() async throws(BlobError) {
        _ = try spool(in: .writing)
        state.withLock { $0.phase = .finished }
    }

    func discard() async { drop() }

    func descriptor() async throws(BlobError) -> FileDescriptor {
        guard let spool = state.withLock({ $0.spool }) else { throw .notStaged }
        return try await staging.pool.perform { () throws(Errno) in try spool.reader() }
    }

    /// The whole of a finished blob of this staging; `.notStaged` for any other.
    static func finished(_ staged: any StagedBlob, in staging: Staging) throws(BlobError) -> (
        blob: SpooledBlob, file: FileDescriptor
    ) {
        guard let blob = staged as? SpooledBlob, blob.staging === staging else { throw .notStaged }
        return (blob, try blob.spool(in: .finished).file)
    }

    /// Lets go of the bytes, which were published or given up.
    func drop() {
        let wasThere = state.withLock { state in
            defer {
                state.phase = .gone
                state.spool = nil
            }
            return state.spool != nil
        }
        if wasThere { staging.release(name) }
    }

    private func spool(in phase: Phase) throws(BlobError) -> SpoolFile {
        guard let spool = state.withLock({ $0.phase == phase ? $0.spool : nil }) else { throw .notStaged }
        return spool
    }

    private func blockingWrite(_ bytes: UnsafeRawBufferPointer) throws(BlobError) {
        let spool = try spool(in: .writing)
        do throws(Errno) { try spool.file.write(bytes) } catch {
            drop()
            throw BlobError(error)
        }
        state.withLock { $0.byteSize += Int64(bytes.count) }
    }
}
