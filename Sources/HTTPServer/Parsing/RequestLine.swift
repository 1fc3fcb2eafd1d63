/// `GET /path?query HTTP/1.1`.
struct RequestLine {
    let method: HTTPMethod
    /// Where the target's bytes are; of an absolute address only path and query.
    let target: Range<Int>
    let minorVersion: UInt8

    init(_ bytes: UnsafeRawBufferPointer, _ line: Range<Int>, maximumTarget: Int) throws(Refusal) {
        let space = UInt8(ascii: " ")
        guard let methodEnd = bytes[line].firstIndex(of: space), methodEnd > line.lowerBound else {
            throw Refusal(400, "the request line has no method and target")
        }
        method = try Self.method(Bytes(bytes, line.lowerBound..<methodEnd))
        let start = methodEnd + 1
        var end = start
        while end < line.upperBound, bytes[end] > space, bytes[end] < 127, bytes[end] != UInt8(ascii: "#") { end += 1 }
        guard end > start, end < line.upperBound, bytes[end] == space else {
            throw Refusal(400, "the request target holds a character it must not")
        }
        guard end - start <= maximumTarget else { throw Refusal(414, "the request target is too long") }
        target = try Self.path(bytes, start..<end, method)
        minorVersion = try Self.minorVersion(Bytes(bytes, (end + 1)..<line.upperBound))
    }

    private static func method(_ token: Bytes) throws(Refusal) -> HTTPMethod {
        switch token.count {
        case 3 where token.equals("GET"): return .get
        case 3 where token.equals("PUT"): return .put
        case 4 where token.equals("POST"): return .post
        case 4 where token.equals("HEAD"): return .head
        case 5 where token.equals("PATCH"): return .patch
        case 5 where token.equals("TRACE"): return .trace
        case 5 where token.equals("QUERY"): return .query
        case 6 where token.equals("DELETE"): return .delete
        case 7 where token.equals("OPTIONS"): return .options
        default:
            guard !token.contains(where: { !FieldCharacters.isToken($0) }) else { throw Refusal(400, "the method is no token") }
            throw Refusal(501, "the method is not known here")
        }
    }

    private static func path(
        _ bytes: UnsafeRawBufferPointer, _ target: Range<Int>, _ method: HTTPMethod
    ) throws(Refusal) -> Range<Int> {
        let first = bytes[target.lowerBound]
        if first == UInt8(ascii: "/") || (first == UInt8(ascii: "*") && target.count == 1 && method == .options) { return target }
        // An absolute address has to be understood (RFC 9112 3.2.2); Host is checked like any other.
        for scheme: StaticString in ["http://", "https://"] {
            let length = scheme.utf8CodeUnitCount
            guard target.count > length else { continue }
            let authority = (target.lowerBound + length)..<target.upperBound
            guard Bytes(bytes, target.lowerBound..<authority.lowerBound).equalsIgnoringCase(scheme),
                let slash = bytes[authority].firstIndex(of: UInt8(ascii: "/"))
            else { continue }
            return slash..<target.upperBound
        }
        throw Refusal(400, "the request target is no path")
    }

    private static func minorVersion(_ version: Bytes) throws(Refusal) -> UInt8 {
        if version.equals("HTTP/1.1") { return 1 }
        if version.equals("HTTP/1.0") { return 0 }
        guard version.count == 8, Bytes(version, 0..<5).equals("HTTP/") else { throw Refusal(400, "this is not HTTP") }
        throw Refusal(505, "only HTTP/1.1 and HTTP/1.0 are spoken here")
    }
}

extension Bytes {
    fileprivate init(_ bytes: Bytes, _ range: Range<Int>) {
        self.init(UnsafeRawBufferPointer(start: bytes.start, count: bytes.count), range)
    }
}
