internal import Glibc
internal import Platform

/// A request's body, read from its connection as the handler asks for it.
final class IncomingBody: HTTPRequestBody, @unchecked Sendable {  // used on the connection's loop only; `read` goes there
    private let connection: Connection
    private let framing: BodyFraming
    /// Bytes left: of the body, or of the present chunk.
    private var left: UInt64 = 0
    private var total: UInt64 = 0
    private var decoder = ChunkedDecoder()
    private var rate: BodyRate
    private var owesContinue: Bool
    private(set) var isFinished = false
    private var isFailed = false
    private var isDetached = false
    private var isReading = false
    /// What a handler on another thread may read without the loop.
    private let lent = LentBody()

    /// A rest up to this length is read and dropped to keep the connection; for a longer one a new connection is cheaper.
    private static let skipped: UInt64 = 256 * 1024

    init(_ connection: Connection, _ head: RequestHead) {
        self.connection = connection
        framing = head.framing
        owesContinue = head.expectsContinue
        rate = connection.limits.bodyRate
        if case .length(let length) = head.framing { left = length }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) async throws(HTTPError) -> Int {
        let loop = connection.loop
        if loop.isCurrent { return try await readOnLoop(buffer) }
        let (count, isAll) = buffer.isEmpty ? (0, false) : lent.take(from: connection.channel.fd, into: buffer)
        if count > 0 {
            if isAll { try await loop.perform { () throws(HTTPError) in self.reclaim() } }
            return count
        }
        nonisolated(unsafe) let buffer = buffer  // the caller keeps it valid and untouched until this call returns
        return try await loop.perform { () async throws(HTTPError) in
            let count = try await self.readOnLoop(buffer)
            if self.connection.input.isEmpty, !self.isDetached { self.lent.lend(self.left) }
            return count
        }
    }

    /// Takes the body back from the handler's thread.
    private func reclaim() {
        let taken = lent.reclaim()
        guard taken > 0 else { return }
        left -= taken
        // Nothing was waited for, so this cannot be too slow.
        _ = rate.note(waited: 0, received: Int(taken))
        if left == 0 && framing != .chunked { finish() }
    }

    private nonisolated(nonsending) func readOnLoop(_ buffer: UnsafeMutableRawBufferPointer) async throws(HTTPError) -> Int {
        guard !isDetached else { throw .closed }
        guard !isReading else { throw .io(Errno(rawValue: EBUSY)) }
        isReading = true
        defer { isReading = false }
        return try await readNext(buffer)
    }

    private nonisolated(nonsending) func readNext(_ buffer: UnsafeMutableRawBufferPointer) async throws(HTTPError) -> Int {
        reclaim()
        if isFinished || buffer.isEmpty { return 0 }
        do throws(HTTPError) {
            try await sendContinue()
            if framing == .chunked, left == 0, try await !nextChunk() { return 0 }
            let wanted = Int(min(UInt64(buffer.count), left))
            let count = try await receive(UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]))
            left -= UInt64(count)
            if left == 0 && framing != .chunked { finish() }
            return count
        } catch {
            isFailed = true
            throw error
        }
    }

    private nonisolated(nonsending) func sendContinue() async throws(HTTPError) {
        guard owesContinue else { return }
        owesContinue = false
        let interim: StaticString = "HTTP/1.1 100 Continue\r\n\r\n"
        let bytes = UnsafeRawBufferPointer(start: interim.utf8Start, count: interim.utf8CodeUnitCount)
        try await connection.channel.send(bytes, patience: connection.limits.writeTimeout)
    }

    /// What has been received already, else straight from the socket into the caller's buffer.
    private nonisolated(nonsending) func receive(_ buffer: UnsafeMutableRawBufferPointer) async throws(HTTPError) -> Int {
        if !connection.input.isEmpty { return connection.input.take(into: buffer) }
        let channel = connection.channel
        let count = try await timed { deadline async throws(HTTPError) in try await channel.receive(buffer, until: deadline) }
        guard count > 0 else { throw .closed }
        return count
    }

    /// Reads up to the next chunk's payload; false at the end of the body.
    private nonisolated(nonsending) func nextChunk() async throws(HTTPError) -> Bool {
        while true {
            if !connection.input.isEmpty {
                let (step, consumed) = decoder.next(connection.input.pending)
                connection.input.consume(consumed)
                switch step {
                case .data(let length): return try begin(chunk: length)
                case .malformed: throw .malformed("the chunked body is malformed")
                case .end:
                    finish()
                    return false
                case .needsMore: break
                }
            }
            let connection = connection
            let received = try await timed { deadline async throws(HTTPError) in
                try await connection.fill(until: deadline) ? 1 : 0
            }
            guard received > 0 else { throw .closed }
        }
    }

    private func begin(chunk length: UInt64) throws(HTTPError) -> Bool {
        let (sum, overflow) = total.addingReportingOverflow(length)
        guard !overflow, sum <= connection.limits.bodyBytes else { throw .bodyTooLarge }
        total = sum
        left = length
        return true
    }

    private nonisolated(nonsending) func timed(_ operation: (UInt64) async throws(HTTPError) -> Int) async throws(HTTPError)
        -> Int
    {
        let start = connection.loop.now
        let count = try await operation(min(start + connection.limits.bodyTimeout, rate.deadline(from: start)))
        guard rate.note(waited: connection.loop.now - start, received: count) else { throw .timedOut }
        return count
    }

    private func finish() {
        isFinished = true
        if connection.channel.isEnded { connection.cancelIfAbandoned() }
    }
}

extension IncomingBody {
    /// The answer begins: it is too late for `100 Continue`, and a client that waits for it will not send its body.
    func noteAnswered(cleanly: Bool) {
        reclaim()
        if !cleanly || owesContinue { isFailed = true }
        owesContinue = false
    }

    /// Whether reading the rest costs less than a new connection.
    var canBeSkipped: Bool { isFinished || (!isFailed && (framing == .chunked || left <= Self.skipped)) }

    /// Reads and drops what the handler left.
    nonisolated(nonsending) func skipRest() async throws(HTTPError) {
        let scratch = connection.loop.buffers.takeInput()
        defer { connection.loop.buffers.give(input: scratch) }
        var skipped: UInt64 = 0
        while !isFinished {
            skipped += UInt64(try await readNext(scratch))
            guard skipped <= Self.skipped else { throw .closed }
        }
    }

    /// The request is over: a read that comes later is refused.
    func detach() {
        reclaim()
        isDetached = true
    }
}
