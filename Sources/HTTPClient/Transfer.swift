internal import Platform

/// What the loop's thread and the task that waits for the answer share of one request.
final class Transfer: Sendable {
    enum Ending: Equatable {
        case whole
        case failed(HTTPClientError)
    }

    private enum Want { case head, bytes }

    private struct State {
        var head: ResponseHead?
        var bytes = ByteQueue()
        var ending: Ending?
        /// The server is held back: there was no room for what came.
        var isHeldBack = false
        var waiter: (want: Want, continuation: CheckedContinuation<Void, Never>)?

        func has(_ want: Want) -> Bool {
            ending != nil || (want == .head ? head != nil : !bytes.isEmpty)
        }
    }

    let request: HTTPClientRequest
    private let loop: TransferLoop
    private let readAhead: Int
    private let state = Locked(State())

    init(_ request: HTTPClientRequest, on loop: TransferLoop) {
        self.request = request
        self.loop = loop
        readAhead = max(1, loop.configuration.readAhead)
    }

    // MARK: - For the waiting task

    func head() async throws(HTTPClientError) -> ResponseHead {
        await wait(for: .head)
        return try state.withLock { state throws(HTTPClientError) in
            if case .failed(.cancelled) = state.ending { throw .cancelled }
            if let head = state.head { return head }
            if case .failed(let error) = state.ending { throw error }
            throw .invalidAnswer("it has no head")
        }
    }

    /// Moves what there is into `buffer`, waiting for at least one byte; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) async throws(HTTPClientError) -> Int {
        if buffer.isEmpty { return 0 }
        await wait(for: .bytes)
        nonisolated(unsafe) let buffer = buffer  // the caller waits meanwhile
        return try taking { $0.take(into: buffer) }
    }

    /// All there is now, waiting for at least one byte; nil at the end.
    func next() async throws(HTTPClientError) -> [UInt8]? {
        await wait(for: .bytes)
        let bytes = try taking { $0.takeAll() }
        return bytes.isEmpty ? nil : bytes
    }

    private func taking<Taken>(_ take: (inout ByteQueue) -> Taken) throws(HTTPClientError) -> Taken {
        let (taken, wasHeldBack) = try state.withLock { state throws(HTTPClientError) in
            if state.bytes.isEmpty, case .failed(let error) = state.ending { throw error }
            let taken = take(&state.bytes)
            let resumes = state.isHeldBack && state.bytes.count <= readAhead / 2
            if resumes { state.isHeldBack = false }
            return (taken, resumes)
        }
        if wasHeldBack { loop.post(.goOn(self)) }
        return taken
    }

    private func wait(for want: Want) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    if state.has(want) { return true }
                    state.waiter = (want, continuation)
                    return false
                }
                if isReady { continuation.resume() }
            }
        } onCancel: {
            letGo()
        }
    }

    /// Ends the transfer unless it has ended; nothing more can be read.
    func letGo() {
        let wasRunning = state.withLock { state in
            guard state.ending == nil else { return false }
            state.bytes.removeAll()
            return true
        }
        guard wasRunning else { return }
        end(.failed(.cancelled))
        loop.post(.letGo(self))
    }

    // MARK: - For the loop's thread

    var isOver: Bool { state.withLock { $0.ending != nil } }
    var isHeldBack: Bool { state.withLock { $0.isHeldBack } }

    func receive(_ head: ResponseHead) { state.withLock { $0.head = head } }

    /// Takes bytes of the body; false when there is no room now, and the same bytes have to be offered again after `goOn`.
    func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        state.withLock { state in
            state.isHeldBack = !state.bytes.isEmpty && state.bytes.count + bytes.count > readAhead
            if !state.isHeldBack && state.ending == nil { state.bytes.append(bytes) }
            return !state.isHeldBack
        }
    }

    /// The first ending counts.
    func end(_ ending: Ending) {
        state.withLock { if $0.ending == nil { $0.ending = ending } }
        wake()
    }

    /// Wakes the waiting task if what it waits for is there.
    func wake() {
        let waiter = state.withLock { state in
            guard let waiter = state.waiter, state.has(waiter.want) else { return nil as CheckedContinuation<Void, Never>? }
            state.waiter = nil
            return waiter.continuation
        }
        waiter?.resume()
    }
}
