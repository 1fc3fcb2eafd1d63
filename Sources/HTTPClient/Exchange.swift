internal import CCurl
internal import Platform

/// One request and its answer in libcurl's hands. Lives and dies on the loop's thread.
final class Exchange {
    let transfer: Transfer
    let handle: UnsafeMutableRawPointer
    /// Called when there is something new for the waiting task.
    var onChange: () -> Void = {}
    /// Whether a connection was made and the request is on its way.
    private(set) var hasBegun = false

    private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    private var headerLines: UnsafeMutablePointer<curl_slist>?
    private var parser = ResponseHeadParser()
    private var bodyPosition: Int64 = 0
    private var failure: HTTPClientError?

    private let outboundGuard: OutboundGuard?
    private var wasRefused = false

    private let stallTimeout: UInt64
    private let deadline: UInt64
    /// By when the request has to be on its way.
    private let startDeadline: UInt64
    private var lastProgress: UInt64 = 0
    private var bytesSent: Int64 = 0

    init(_ transfer: Transfer, _ configuration: HTTPClientConfiguration) throws(HTTPClientError) {
        guard let handle = curl_easy_init() else { throw .cannotConnect("libcurl has no memory") }
        self.transfer = transfer
        outboundGuard = configuration.outboundGuard
        self.handle = handle
        let request = transfer.request
        stallTimeout = (request.stallTimeout ?? configuration.stallTimeout).milliseconds
        startDeadline =
            monotonicMilliseconds() + configuration.queueTimeout.milliseconds + configuration.connectTimeout.milliseconds
        let total = request.totalTimeout ?? configuration.totalTimeout
        deadline = total.map { monotonicMilliseconds() + $0.milliseconds } ?? .max
        errorText[0] = 0
        headerLines = try Self.lines(request.headers)
        let context = Unmanaged.passUnretained(self).toOpaque()
        let options = TransferOptions(handle: handle)
        try options.apply(configuration)
        try options.apply(request, headerLines: headerLines)
        try options.install(context: context, errorText: errorText)
        if outboundGuard != nil { try options.installGuard(context: context) }
    }

    deinit {
        curl_easy_cleanup(handle)
        curl_slist_free_all(headerLines)
        errorText.deallocate()
    }

    /// A list for libcurl, which takes `name;` for a field without a value.
    private static func lines(
        _ headers: [(name: String, value: String)]
    ) throws(HTTPClientError) -> UnsafeMutablePointer<curl_slist>? {
        var list: UnsafeMutablePointer<curl_slist>?
        var lines = ["Expect:"]  // no waiting for 100 Continue
        for (name, value) in headers {
            guard isFieldName(name), value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f || $0 == 0x09 }) else {
                curl_slist_free_all(list)
                throw .invalidRequest("the header field \(name.debugDescription)")
            }
            lines.append(value.isEmpty ? name + ";" : name + ": " + value)
        }
        for line in lines { list = curl_slist_append(list, line) }
        return list
    }

    private static func isFieldName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: ";") }
    }

    // MARK: - What libcurl calls

    /// Whether a socket may be made for this address, which is dialled next.
    func mayDial(_ socketAddress: UnsafeRawBufferPointer) -> Bool {
        if outboundGuard?.permits(socketAddress: socketAddress) ?? true { return true }
        wasRefused = true
        return false
    }

    func begin() {
        hasBegun = true
        lastProgress = monotonicMilliseconds()
    }

    /// Fills `buffer` with what comes next of the request's body; nil ends the transfer.
    func nextOfBody(_ buffer: UnsafeMutableRawBufferPointer) -> Int? {
        lastProgress = monotonicMilliseconds()
        do throws(HTTPClientError) {
            let count = try transfer.request.body.read(into: buffer, at: bodyPosition)
            bodyPosition += Int64(count)
            return count
        } catch {
            failure = error
            return nil
        }
    }

    /// Goes back to `position` of the body, to send it once more.
    func rewind(to position: Int64) { bodyPosition = position }

    func takeHeaderLine(_ line: UnsafeRawBufferPointer) -> Bool {
        lastProgress = monotonicMilliseconds()
        do throws(HTTPClientError) {
            guard let head = try parser.take(line) else { return true }
            transfer.receive(head)
            onChange()
            return true
        } catch {
            failure = error
            return false
        }
    }

    /// False holds the server back.
    func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        lastProgress = monotonicMilliseconds()
        onChange()
        return transfer.receive(bytes)
    }

    // MARK: - What the loop asks

    func goOn() {
        lastProgress = monotonicMilliseconds()
        curl_easy_pause(handle, curl_shim_pause_nothing)
    }

    func isOverdue(at now: UInt64) -> Bool {
        if now >= deadline { return true }
        guard hasBegun else { return now >= startDeadline }
        if transfer.isHeldBack { return false }
        let sent = Int64(curl_shim_bytes_sent(handle))
        if sent != bytesSent {
            bytesSent = sent
            lastProgress = now
        }
        return now > lastProgress && now - lastProgress >= stallTimeout
    }

    func ending(_ result: CURLcode) -> Transfer.Ending {
        if let failure { return .failed(failure) }
        if result == CURLE_OK { return .whole }
        if wasRefused, !hasBegun { return .failed(.addressRefused) }
        let text = errorText[0] == 0 ? String(cString: curl_easy_strerror(result)) : String(cString: errorText)
        return .failed(HTTPClientError(result, hasBegun: hasBegun, text: text))
    }
}

extension Duration {
    fileprivate var milliseconds: UInt64 {
        let (seconds, attoseconds) = components
        return UInt64(max(0, seconds)) * 1000 + UInt64(max(0, attoseconds) / 1_000_000_000_000_000)
    }
}
