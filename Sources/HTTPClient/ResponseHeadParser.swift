/// Puts an answer's head together from the lines libcurl hands over; interim answers (1xx) are passed over.
struct ResponseHeadParser {
    private static let maximumBytes = 64 * 1024

    private var status = 0
    private var headers = HTTPClientHeaders()
    private var byteCount = 0
    private var isComplete = false

    /// Takes one line with its line end. Returns the head when this line ends it; what comes after, trailers, is ignored.
    mutating func take(_ line: UnsafeRawBufferPointer) throws(HTTPClientError) -> ResponseHead? {
        if isComplete { return nil }
        byteCount += line.count
        guard byteCount <= Self.maximumBytes else { throw .invalidAnswer("its head is too long") }
        let text = String(decoding: line, as: UTF8.self)
        let end = text.utf8.firstIndex { $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\n") } ?? text.endIndex
        let content = text[..<end]
        if content.isEmpty { return endOfHead() }
        if content.hasPrefix("HTTP/") {
            try begin(content)
        } else if !headers.append(line: content.utf8) {
            throw .invalidAnswer("a header field has no name")
        }
        return nil
    }

    private mutating func begin(_ line: Substring) throws(HTTPClientError) {
        let parts = line.split(separator: " ", maxSplits: 2)
        guard parts.count >= 2, parts[1].utf8.count == 3, let code = Int(parts[1]) else {
            throw .invalidAnswer("it has no status")
        }
        status = code
        headers = HTTPClientHeaders()
    }

    private mutating func endOfHead() -> ResponseHead? {
        guard status >= 200 else { return nil }
        isComplete = true
        return ResponseHead(status: status, headers: headers)
    }
}
