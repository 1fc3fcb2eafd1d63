internal import Cryptography
internal import Platform

/// Bytes in a spool file, whose full parts are sent ahead to the bucket while more come.
final class S3StagedBlob: StagedBlob {
    private enum Phase { case writing, finished, gone }

    private struct State {
        var phase = Phase.writing
        var byteSize: Int64 = 0
        var part = BlobPart(number: 1, offset: 0)
        var hash = SHA256()
        /// Nil while all fits into one request.
        var upload: MultipartUpload?
        /// The whole's hash, when there is no upload in parts.
        var payloadHash: String?
    }

    let name: String
    let plan: BlobPlan
    /// Stored with the object, to know it again as this very blob.
    let token = unguessableName()
    let file: FileDescriptor
    let store: S3BlobStore
    private let state = Locked(State())

    init(_ plan: BlobPlan, file: FileDescriptor, store: S3BlobStore) {
        name = plan.name ?? unguessableName()
        self.plan = plan
        self.file = file
        self.store = store
    }

    var byteSize: Int64 { state.withLock { $0.byteSize } }

    /// How it is to be published; `.notStaged` unless it is finished.
    func finished() throws(BlobError) -> (upload: MultipartUpload?, payloadHash: String) {
        try state.withLock { state throws(BlobError) in
            guard state.phase == .finished else { throw .notStaged }
            return (state.upload, state.payloadHash ?? "")
        }
    }

    func leaveStaging() { state.withLock { $0.phase = .gone } }

    func write(_ bytes: UnsafeRawBufferPointer) async throws(BlobError) {
        try expect(.writing)
        var rest = bytes
        while !rest.isEmpty {
            let room = roomInPart
            let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(Int(min(room, Int64(rest.count)))))
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(piece.count))
            do throws(Errno) { try spool(piece) } catch {
                await discard()
                throw BlobError(error)
            }
            if room == Int64(piece.count) { try await sendPart() }
        }
    }

    func append(_ bytes: [UInt8]) async throws(BlobError) {
        try await withTaskExecutorPreference(store.spool.pool) { () async throws(BlobError) in
            let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
            defer { copy.deallocate() }
            copy.copyBytes(from: bytes)
            try await self.write(UnsafeRawBufferPointer(copy))
        }
    }

    func finish() async throws(BlobError) {
        try expect(.writing)
        let upload = state.withLock { state in
            if state.upload == nil { state.payloadHash = Hex.encode(state.hash.finalize()) }
            return state.upload
        }
        if let upload {
            if state.withLock({ $0.part.length > 0 }) { try await sendPart() }
            try await droppingOnFailure { () async throws(BlobError) in try await upload.waitForParts() }
        }
        state.withLock { $0.phase = .finished }
    }

    func discard() async {
        let upload = state.withLock { state in
            defer {
                state.phase = .gone
                state.upload = nil
            }
            return state.phase == .gone ? nil : state.upload
        }
        await upload?.abort()
    }

    func descriptor() async throws(BlobError) -> FileDescriptor {
        if state.withLock({ $0.phase == .gone }) { throw .notStaged }
        return try await store.spool.reopen(file)
    }

    private func expect(_ phase: Phase) throws(BlobError) {
        if state.withLock({ $0.phase != phase }) { throw .notStaged }
    }

    private var roomInPart: Int64 {
        let limit = store.client.configuration.partSize
        return state.withLock { BlobPart.length(of: $0.part.number, first: limit) - $0.part.length }
    }

    /// Blocks.
    private func spool(_ piece: UnsafeRawBufferPointer) throws(Errno) {
        try file.write(piece)
        state.withLock { state in
            state.hash.update(piece)
            state.part.length += Int64(piece.count)
            state.byteSize += Int64(piece.count)
        }
    }

    /// Hands the part over and begins the next.
    private func sendPart() async throws(BlobError) {
        let (upload, part) = state.withLock { state in
            let upload = state.upload ?? MultipartUpload(of: self)
            state.upload = upload
            var part = state.part
            part.hash = Hex.encode(state.hash.finalize())
            state.hash = SHA256()
            state.part = BlobPart(number: part.number + 1, offset: part.offset + part.length)
            return (upload, part)
        }
        try await droppingOnFailure { () async throws(BlobError) in try await upload.add(part) }
    }

    private func droppingOnFailure(_ body: () async throws(BlobError) -> Void) async throws(BlobError) {
        do {
            try await body()
        } catch {
            await discard()
            throw error
        }
    }
}
