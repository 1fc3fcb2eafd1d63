internal import Glibc

/// A strict, incremental parser of HTTP/1.x request heads. Each line is looked at once, however the bytes arrive.
///
/// Refused are bare LF and CR, NUL and other controls, folded lines, a space before the colon, names that are no tokens, a
/// repeated or odd Content-Length, Content-Length beside Transfer-Encoding, any coding but a single `chunked`, and a missing
/// or repeated Host: what makes two parsers disagree makes smuggling possible.
struct RequestHeadParser {
    struct Limits: Sendable {
        var headBytes = 16 * 1024
        var fields = 100
        var targetBytes = 8 * 1024
    }

    enum Result {
        case needsMore
        /// The head, and how many bytes it took.
        case head(RequestHead, Int)
        case refused(Refusal)
    }

    private let limits: Limits
    private var lineStart = 0
    private var scanned = 0
    private var requestLine: RequestLine?
    private var fields: [HTTPHeaders.Field] = []
    private var rules = FieldRules()

    init(limits: Limits = Limits()) { self.limits = limits }

    /// Looks at `bytes`, all that has come of this head so far, and goes on where the last call stopped.
    mutating func parse(_ bytes: UnsafeRawBufferPointer) -> Result {
        do throws(Refusal) {
            while let line = try nextLine(bytes) {
                if requestLine == nil {
                    try takeRequestLine(bytes, line)
                } else if line.isEmpty {
                    return .head(try finish(bytes), lineStart)
                } else {
                    try takeField(bytes, line)
                }
            }
            return .needsMore
        } catch {
            return .refused(error)
        }
    }

    private mutating func nextLine(_ bytes: UnsafeRawBufferPointer) throws(Refusal) -> Range<Int>? {
        guard scanned < bytes.count, let found = memchr(bytes.baseAddress! + scanned, 10, bytes.count - scanned) else {
            scanned = bytes.count
            guard bytes.count < limits.headBytes else { throw tooLong }
            return nil
        }
        let newline = bytes.baseAddress!.distance(to: UnsafeRawPointer(found))
        guard newline < limits.headBytes else { throw tooLong }
        guard newline > lineStart, bytes[newline - 1] == 13 else { throw Refusal(400, "a line does not end in CRLF") }
        defer {
            lineStart = newline + 1
            scanned = newline + 1
        }
        return lineStart..<(newline - 1)
    }

    private var tooLong: Refusal {
        requestLine == nil ? Refusal(414, "the request line is too long") : Refusal(431, "the header fields are too long")
    }

    private mutating func takeRequestLine(_ bytes: UnsafeRawBufferPointer, _ line: Range<Int>) throws(Refusal) {
        if line.isEmpty {
            // One empty line before a request is tolerated (RFC 9112 2.2).
            guard line.lowerBound == 0 else { throw Refusal(400, "the request line is empty") }
            return
        }
        requestLine = try RequestLine(bytes, line, maximumTarget: limits.targetBytes)
        rules.minorVersion = requestLine!.minorVersion
    }

    private mutating func takeField(_ bytes: UnsafeRawBufferPointer, _ line: Range<Int>) throws(Refusal) {
        guard fields.count < limits.fields else { throw Refusal(431, "there are too many header fields") }
        var colon = line.lowerBound
        while colon < line.upperBound, FieldCharacters.isToken(bytes[colon]) { colon += 1 }
        // Also refuses folded lines and a space before the colon.
        guard colon > line.lowerBound, colon < line.upperBound, bytes[colon] == UInt8(ascii: ":") else {
            throw Refusal(400, "a header field has no proper name")
        }
        var value = (colon + 1)..<line.upperBound
        while let first = value.first, FieldCharacters.isBlank(bytes[first]) { value = (first + 1)..<value.upperBound }
        while let last = value.last, FieldCharacters.isBlank(bytes[last]) { value = value.lowerBound..<last }
        guard !Bytes(bytes, value).contains(where: FieldCharacters.isControl) else {
            throw Refusal(400, "a header field holds a control character")
        }
        if fields.isEmpty { fields.reserveCapacity(16) }
        fields.append(
            .init(name: UInt32(line.lowerBound)..<UInt32(colon), value: UInt32(value.lowerBound)..<UInt32(value.upperBound)))
        try rules.take(name: Bytes(bytes, line.lowerBound..<colon), value: Bytes(bytes, value))
    }

    private mutating func finish(_ bytes: UnsafeRawBufferPointer) throws(Refusal) -> RequestHead {
        let line = requestLine!
        guard rules.hasHost || line.minorVersion == 0 else { throw Refusal(400, "the Host field is missing") }
        return RequestHead(
            method: line.method,
            target: String(decoding: bytes[line.target], as: UTF8.self),
            headers: HTTPHeaders(bytes: [UInt8](bytes[..<lineStart]), fields: fields),
            minorVersion: line.minorVersion,
            keepAlive: rules.keepAlive,
            expectsContinue: rules.expectsContinue,
            framing: rules.framing)
    }
}
