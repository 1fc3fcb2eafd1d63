internal import CLinux
internal import Glibc
internal import Platform

/// Reads a `multipart/form-data` body part by part as it comes; memory is one fixed window, however large a part is.
///
///     let reader = try MultipartReader(contentType: request.headers["content-type"], body: body)
///     while let part = try await reader.nextPart() {
///         let count = try await reader.read(into: buffer)  // 0 at the end of the part
///     }
///
/// The reader is itself a body, that of the current part, and can be handed on as one.
package final class MultipartReader: HTTPRequestBody, @unchecked Sendable {  // one call at a time, which `gate` sees to
    /// How much form there may be around the bytes of its files.
    package struct Limits: Sendable {
        package var parts = 128
        /// Bytes of the header lines of one part.
        package var headBytes = 8 * 1024
        /// Bytes before the first boundary.
        package var preambleBytes = 8 * 1024

        package init() {}
    }

    private let body: any HTTPRequestBody
    private let limits: Limits
    private let observer: (any MultipartObserver)?
    private let gate = Locked(false)
    private let window: MultipartWindow
    private var received: UInt64 = 0
    private var parts = 0
    private var isInPart = false
    private var isFinished = false

    /// Throws `.malformed` when `contentType` is not `multipart/form-data` with a usable boundary.
    package init(
        contentType: String?, body: any HTTPRequestBody, limits: Limits = Limits(), observer: (any MultipartObserver)? = nil
    ) throws(HTTPError) {
        guard let contentType, let parameters = HeaderParameters(contentType), parameters.value == "multipart/form-data" else {
            throw .malformed("the body is not multipart/form-data")
        }
        guard let boundary = parameters["boundary"], Self.isUsable(boundary) else {
            throw .malformed("the multipart boundary is missing or malformed")
        }
        self.body = body
        self.limits = limits
        self.observer = observer
        window = MultipartWindow(delimiter: Array("\r\n--\(boundary)".utf8))
    }

    /// RFC 2046 5.1.1: one to seventy characters, no space at the end.
    private static func isUsable(_ boundary: String) -> Bool {
        (1...70).contains(boundary.utf8.count) && boundary.utf8.last != 32 && boundary.utf8.allSatisfy { (32..<127).contains($0) }
    }

    /// The head of the next part, or nil after the last; what is left of the current part is skipped.
    package func nextPart() async throws(HTTPError) -> MultipartPart? {
        try enter()
        defer { leave() }
        if isFinished { return nil }
        try await skipToDelimiter()
        isInPart = false
        window.consumeDelimiter()
        while window.count < 2 { try await fill() }
        if window.starts(with: "--") {
            isFinished = true
            observer?.end()
            return nil
        }
        parts += 1
        guard parts <= limits.parts else { throw .malformed("the form has more than \(limits.parts) parts") }
        let part = try await readHead()
        isInPart = true
        observer?.begin(part)
        return part
    }

    /// Reads bytes of the current part; 0 at its end.
    package func read(into buffer: UnsafeMutableRawBufferPointer) async throws(HTTPError) -> Int {
        try enter()
        defer { leave() }
        guard isInPart, !buffer.isEmpty else { return 0 }
        while true {
            let count = window.takeData(into: buffer)
            if count > 0 { return observed(buffer, count) }
            if window.isAtDelimiter {
                isInPart = false
                return 0
            }
            guard window.canBypass(buffer) else {
                // Little, so that a caller who was only filling up its buffer can go around the window with the next.
                try await fill(atMost: Self.smallRead)
                continue
            }
            let received = try await readPast(buffer)
            if received > 0 { return observed(buffer, received) }
        }
    }

    private func observed(_ buffer: UnsafeMutableRawBufferPointer, _ count: Int) -> Int {
        observer?.take(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        return count
    }

    /// Receives straight into the caller's buffer: only what may begin a delimiter goes through the window.
    private func readPast(_ buffer: UnsafeMutableRawBufferPointer) async throws(HTTPError) -> Int {
        let kept = window.moveAll(into: buffer)
        let room = UnsafeMutableRawBufferPointer(rebasing: buffer[kept..<min(buffer.count, window.capacity)])
        let received = try await body.read(into: room)
        guard received > 0 else { throw Self.cutShort }
        self.received += UInt64(received)
        return window.keepUncertain(UnsafeRawBufferPointer(rebasing: buffer[..<(kept + received)]))
    }

    /// How many bytes of the current part are to come if it is the form's last and closed as everybody closes it (with a CRLF);
    /// `bodyLength` is the request's `Content-Length`. Nil when that does not add up or is not known.
    package func remainingBytes(ofLastPartIn bodyLength: UInt64?) -> UInt64? {
        guard let bodyLength else { return nil }
        let seen = received - UInt64(window.count) + UInt64(window.closingLength)
        return seen <= bodyLength ? bodyLength - seen : nil
    }

    private func skipToDelimiter() async throws(HTTPError) {
        var skipped = 0
        while true {
            skipped += window.dropData { if isInPart { observer?.take($0) } }
            guard isInPart || parts > 0 || skipped <= limits.preambleBytes else {
                throw .malformed("the first multipart boundary is not found")
            }
            if window.isAtDelimiter { return }
            try await fill()
        }
    }

    private func readHead() async throws(HTTPError) -> MultipartPart {
        var head = MultipartHead()
        var left = limits.headBytes
        var isDelimiterLine = true
        while true {
            guard let line = try window.line(maximum: left) else {
                try await fill()
                continue
            }
            left -= line.count + 2
            if isDelimiterLine {
                guard line.allSatisfy(FieldCharacters.isBlank) else {
                    throw .malformed("a multipart boundary does not end its line")
                }
                isDelimiterLine = false
            } else if line.isEmpty {
                return try head.part()
            } else {
                try head.take(line)
            }
        }
    }

    private func fill(atMost limit: Int = .max) async throws(HTTPError) {
        let room = window.room()
        let received = try await body.read(into: UnsafeMutableRawBufferPointer(rebasing: room.prefix(limit)))
        guard received > 0 else { throw Self.cutShort }
        self.received += UInt64(received)
        window.commit(received)
    }

    private static let smallRead = 4096
    private static let cutShort = HTTPError.malformed("the multipart body ends before its closing boundary")

    private func enter() throws(HTTPError) {
        let isBusy = gate.withLock { isBusy in
            defer { isBusy = true }
            return isBusy
        }
        if isBusy { throw .io(Errno(rawValue: EBUSY)) }
    }

    private func leave() { gate.withLock { $0 = false } }
}
