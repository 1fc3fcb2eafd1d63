import Library
import Operations
import Platform

/// Delivers pieces one read at a time; before each, `step` may look, wait, throw or cancel.
final class SteppedSource: UploadSource {
    private let pieces: [[UInt8]]
    private let position = Locked((piece: 0, offset: 0))
    private let details: (@Sendable (inout UploadDetails) -> Void)?
    private let step: @Sendable (Int) async throws -> Void

    /// `step` gets the number of the piece about to be read, the end of the upload being one more.
    init(
        _ pieces: [[UInt8]], step: @escaping @Sendable (Int) async throws -> Void = { _ in },
        completing details: (@Sendable (inout UploadDetails) -> Void)? = nil
    ) {
        self.pieces = pieces
        self.details = details
        self.step = step
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) async throws -> Int {
        let (piece, offset) = position.withLock { $0 }
        if offset == 0 { try await step(piece) }
        guard piece < pieces.count else { return 0 }
        let rest = pieces[piece][offset...].prefix(buffer.count)
        buffer.copyBytes(from: rest)
        let isDone = offset + rest.count == pieces[piece].count
        position.withLock { $0 = isDone ? (piece + 1, 0) : (piece, offset + rest.count) }
        return rest.count
    }

    func completed(_ details: UploadDetails) async throws -> UploadDetails {
        var details = details
        self.details?(&details)
        return details
    }
}

/// What a test throws itself.
struct Mishap: Error, Equatable {}
