internal import CLinux
internal import Platform

/// One client's connection, from accept to close: read a head, call the handler, send the answer, again.
final class Connection: @unchecked Sendable {  // lives in one task on its loop; body and writer go to the loop first
    let channel: Channel
    let server: HTTPServer
    private let remoteAddress: String
    private let identifier: ConnectionTable.Identifier
    private var parser: RequestHeadParser
    private var borrowedOutput: OutputBuffer?
    var input = InputBuffer()
    private static let requestsInRow = 32
    private var isFirst = true
    /// The client may still be sending what will not be answered.
    private var hasUnreadRequest = false
    /// The body of the request being answered.
    private var body: IncomingBody?
    private var isAnswering = false
    private var isAbandoned = false

    var loop: EventLoop { channel.loop }
    var limits: ConnectionLimits { server.limits }

    init(_ channel: Channel, _ identifier: ConnectionTable.Identifier, remoteAddress: String, server: HTTPServer) {
        self.channel = channel
        self.identifier = identifier
        self.remoteAddress = remoteAddress
        self.server = server
        parser = RequestHeadParser(limits: server.limits.head)
    }

    /// Serves the client until either side is done, and closes the socket.
    func run() async {
        channel.onHangUp = { [unowned self] in cancelIfAbandoned() }
        defer {
            releaseBuffers()
            channel.close()
        }
        guard loop.register(channel, events: LINUX_EPOLLIN | LINUX_EPOLLOUT | LINUX_EPOLLRDHUP) else { return }
        // Whatever is thrown here has nobody left to tell: the close is the answer.
        try? await serve()
    }

    private nonisolated(nonsending) func serve() async throws(HTTPError) {
        var goesOn = true
        var served = 0
        while goesOn {
            switch try await nextHead() {
            case .end: return
            case .head(let head): goesOn = try await answer(head)
            case .refused(let refusal): goesOn = try await refuse(refusal, nil)
            }
            isFirst = false
            served += 1
            // A client that sends requests without a pause leaves the loop's other connections their turn.
            if served.isMultiple(of: Self.requestsInRow) { await Task.yield() }
        }
        if hasUnreadRequest || !input.isEmpty || channel.peek() == .bytes { try await linger() }
    }

    // MARK: Reading heads

    private enum Next {
        case head(RequestHead)
        case refused(Refusal)
        case end
    }

    private nonisolated(nonsending) func nextHead() async throws(HTTPError) -> Next {
        do throws(HTTPError) {
            return try await readHead()
        } catch .timedOut {
            return input.isEmpty ? .end : .refused(Refusal(408, "the request head took too long"))
        }
    }

    private nonisolated(nonsending) func readHead() async throws(HTTPError) -> Next {
        var isTimed = isFirst
        var deadline = loop.now + (isFirst ? limits.headerTimeout : limits.idleTimeout)
        while true {
            if input.isEmpty {
                if loop.isDraining && channel.peek() != .bytes { return .end }
            } else {
                // From here on absolute: further bytes do not extend it.
                if !isTimed { deadline = loop.now + limits.headerTimeout }
                isTimed = true
                if let next = parse() { return next }
            }
            try await waitForInput(until: deadline)
            guard try await fill(until: deadline) else { return .end }
        }
    }

    /// Between requests a connection is idle: it holds no buffers and a shutdown may cut it.
    private nonisolated(nonsending) func waitForInput(until deadline: UInt64) async throws(HTTPError) {
        guard input.isEmpty else { return }
        releaseBuffers()
        // Else a wait that is none ends at once, and the read after it waits with a buffer and unseen by a shutdown.
        channel.settleReadable()
        channel.isIdle = true
        defer { channel.isIdle = false }
        try await channel.waitReadable(until: deadline)
    }

    private func parse() -> Next? {
        switch parser.parse(input.pending) {
        case .needsMore: return nil
        case .refused(let refusal): return .refused(refusal)
        case .head(let head, let length):
            input.consume(length)
            parser = RequestHeadParser(limits: limits.head)
            return .head(head)
        }
    }

    /// Receives more input; false at the end of the stream.
    nonisolated(nonsending) func fill(until deadline: UInt64) async throws(HTTPError) -> Bool {
        let count = try await channel.receive(input.room(from: loop.buffers), until: deadline)
        input.commit(count)
        return count > 0
    }

    // MARK: Answering

    /// Answers one request; false when the connection has to close after it.
    private nonisolated(nonsending) func answer(_ head: RequestHead) async throws(HTTPError) -> Bool {
        if case .length(let length) = head.framing, length > limits.bodyBytes {
            return try await refuse(Refusal(413, "the body is larger than \(limits.bodyBytes) bytes"), head)
        }
        let body = head.framing == .none ? nil : IncomingBody(self, head)
        beginAnswer(body)
        defer { endAnswer() }
        let response = try await Answer.make(request(head), body ?? EmptyBody.shared, server.handler)
        body?.noteAnswered(cleanly: response.isClean)
        let keepAlive =
            head.keepAlive && response.isClean && !loop.isDraining && !isAbandoned && body?.canBeSkipped ?? true
            && !(response.endsWithConnection && head.minorVersion == 0)
        try await send(response.response, to: head, keepAlive: keepAlive)
        if keepAlive { try await body?.skipRest() }
        hasUnreadRequest = !(body?.isFinished ?? true)
        return keepAlive
    }

    private func request(_ head: RequestHead) -> HTTPRequest {
        let length: UInt64? =
            switch head.framing {
            case .none: 0
            case .length(let length): length
            case .chunked: nil
            }
        return HTTPRequest(
            method: head.method, target: head.target, headers: head.headers, remoteAddress: remoteAddress, contentLength: length)
    }

    private func beginAnswer(_ body: IncomingBody?) {
        self.body = body
        isAnswering = true
        if channel.isEnded || channel.isBroken { cancelIfAbandoned() }
    }

    private func endAnswer() {
        isAnswering = false
        body?.detach()
        body = nil
    }

    /// Cancels the handler when nobody is left to read its answer. A client that has closed its side while bytes of its
    /// request are still unread is not gone: it may have sent all it had to say.
    func cancelIfAbandoned() {
        guard isAnswering, !isAbandoned else { return }
        let hasSaidAll = input.isEmpty && body?.isFinished ?? true
        guard channel.isBroken || (hasSaidAll && channel.isEnded && channel.peek() == .end) else { return }
        isAbandoned = true
        server.connections.cancel(identifier)
    }

    // MARK: Ending

    private nonisolated(nonsending) func refuse(_ refusal: Refusal, _ head: RequestHead?) async throws(HTTPError) -> Bool {
        hasUnreadRequest = true
        let text = "\(refusal.status) \(reasonPhrase(refusal.status)): \(refusal.reason)\n"
        try await send(.text(text, status: refusal.status), to: head, keepAlive: false)
        return false
    }

    /// Ends our side, then reads for a while what the client still sends: a close with unread bytes would reset the
    /// connection, and the client would lose the answer.
    private nonisolated(nonsending) func linger() async throws(HTTPError) {
        channel.endWriting()
        let deadline = loop.now + limits.lingerTimeout
        let scratch = loop.buffers.takeInput()
        defer { loop.buffers.give(input: scratch) }
        while loop.now < deadline {
            if try await channel.receive(scratch, until: deadline) == 0 { return }
        }
    }

    // MARK: Buffers

    /// What is being put together to be sent.
    var output: OutputBuffer {
        if let borrowedOutput { return borrowedOutput }
        let output = loop.buffers.takeOutput()
        borrowedOutput = output
        return output
    }

    nonisolated(nonsending) func flush() async throws(HTTPError) {
        guard let output = borrowedOutput, !output.isEmpty else { return }
        try await channel.send(output.bytes, patience: limits.writeTimeout)
        output.clear()
    }

    private func releaseBuffers() {
        input.release(to: loop.buffers)
        if let output = borrowedOutput { loop.buffers.give(output: output) }
        borrowedOutput = nil
    }
}
