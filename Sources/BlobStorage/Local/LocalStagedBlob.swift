internal import CLinux
internal import Glibc
internal import Platform

/// A file in a local store's staging folder.
final class LocalStagedBlob: StagedBlob {
    private enum Phase { case writing, finished, gone }

    private struct State {
        var phase = Phase.writing
        var byteSize: Int64 = 0
        /// Up to where the kernel was asked to begin writing to disk.
        var startedWriteback: Int64 = 0
    }

    /// Often enough that the final fsync finds little left to write, seldom enough to cost nothing.
    private static let writebackStep: Int64 = 8 << 20

    let name: String
    let plan: BlobPlan
    let store: LocalBlobStore
    private let file: FileDescriptor
    private let state = Locked(State())

    init(name: String, plan: BlobPlan, file: FileDescriptor, store: LocalBlobStore) {
        self.name = name
        self.plan = plan
        self.file = file
        self.store = store
    }

    var byteSize: Int64 { state.withLock { $0.byteSize } }

    var isFinished: Bool { state.withLock { $0.phase == .finished } }

    func write(_ bytes: UnsafeRawBufferPointer) async throws(BlobError) {
        try expect(.writing)
        do throws(Errno) { try blockingWrite(bytes) } catch { throw BlobError(error) }
    }

    func append(_ bytes: [UInt8]) async throws(BlobError) {
        try expect(.writing)
        try await store.onPool { () throws(Errno) in
            try bytes.withUnsafeBufferPointer { bytes throws(Errno) in try self.blockingWrite(UnsafeRawBufferPointer(bytes)) }
        }
    }

    func finish() async throws(BlobError) {
        try expect(.writing)
        try await store.onPool { () throws(Errno) in
            try self.droppingOnFailure { () throws(Errno) in try self.file.synchronize() }
        }
        state.withLock { $0.phase = .finished }
    }

    func discard() async {
        // A file that cannot be removed now is found by the sweep of staging.
        try? await store.onPool { () throws(Errno) in try self.drop() }
    }

    func descriptor() async throws(BlobError) -> FileDescriptor {
        if state.withLock({ $0.phase == .gone }) { throw .notStaged }
        return try await store.onPool { () throws(Errno) in try self.store.staging.open(self.name) }
    }

    /// The file has its final name now.
    func leaveStaging() { state.withLock { $0.phase = .gone } }

    /// 128 random bits of the system's generator.
    static func unguessableName() -> String {
        var generator = SystemRandomNumberGenerator()
        return [generator.next(), generator.next()].map { (half: UInt64) in
            let digits = String(half, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    private func expect(_ phase: Phase) throws(BlobError) {
        if state.withLock({ $0.phase != phase }) { throw .notStaged }
    }

    private func blockingWrite(_ bytes: UnsafeRawBufferPointer) throws(Errno) {
        try droppingOnFailure { () throws(Errno) in try file.write(bytes) }
        let due = state.withLock { state -> Range<Int64>? in
            state.byteSize += Int64(bytes.count)
            guard state.byteSize - state.startedWriteback >= Self.writebackStep else { return nil }
            defer { state.startedWriteback = state.byteSize }
            return state.startedWriteback..<state.byteSize
        }
        // Only a hint: an error it meets is met again, and told, by the fsync.
        if let due { _ = linux_start_writeback(file.rawValue, due.lowerBound, Int64(due.count)) }
    }

    private func droppingOnFailure(_ body: () throws(Errno) -> Void) throws(Errno) {
        do { try body() } catch {
            try? drop()
            throw error
        }
    }

    private func drop() throws(Errno) {
        let wasThere = state.withLock { state in
            defer { state.phase = .gone }
            return state.phase != .gone
        }
        if wasThere { try store.staging.remove(name) }
    }
}
