/// What the header fields say about the message itself: its length, its host, its connection.
struct FieldRules {
    var minorVersion: UInt8 = 1
    private(set) var hasHost = false
    private(set) var expectsContinue = false
    private var length: UInt64?
    private var isChunked = false
    private var saysClose = false
    private var saysKeepAlive = false

    var keepAlive: Bool { !saysClose && (minorVersion == 1 || saysKeepAlive) }

    var framing: BodyFraming {
        if isChunked { return .chunked }
        guard let length, length > 0 else { return .none }
        return .length(length)
    }

    mutating func take(name: Bytes, value: Bytes) throws(Refusal) {
        switch name.count {
        case 4 where name.equalsIgnoringCase("host"): try takeHost(value)
        case 6 where name.equalsIgnoringCase("expect"): try takeExpect(value)
        case 10 where name.equalsIgnoringCase("connection"): takeConnection(value)
        case 14 where name.equalsIgnoringCase("content-length"): try takeLength(value)
        case 17 where name.equalsIgnoringCase("transfer-encoding"): try takeCoding(value)
        default: break
        }
    }

    private mutating func takeHost(_ value: Bytes) throws(Refusal) {
        guard !hasHost else { throw Refusal(400, "there are two Host fields") }
        let isOdd = value.contains { $0 <= 32 || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "@") }
        guard !isOdd else { throw Refusal(400, "the Host field is no host") }
        hasHost = true
    }

    private mutating func takeExpect(_ value: Bytes) throws(Refusal) {
        guard minorVersion == 1 else { return }
        guard value.equalsIgnoringCase("100-continue") else { throw Refusal(417, "only 100-continue can be expected") }
        expectsContinue = true
    }

    private mutating func takeConnection(_ value: Bytes) {
        let list = UnsafeRawBufferPointer(start: value.start, count: value.count)
        for option in list.split(whereSeparator: { FieldCharacters.isBlank($0) || $0 == UInt8(ascii: ",") }) {
            let option = Bytes(list, option.startIndex..<option.endIndex)
            if option.equalsIgnoringCase("close") { saysClose = true }
            if option.equalsIgnoringCase("keep-alive") { saysKeepAlive = true }
        }
    }

    private mutating func takeLength(_ value: Bytes) throws(Refusal) {
        guard length == nil, !isChunked else { throw Refusal(400, "the body's length is given twice") }
        // Eighteen digits fit UInt64 without a check for overflow; no body is longer.
        guard (1...18).contains(value.count) else { throw Refusal(400, "the Content-Length is no number") }
        var number: UInt64 = 0
        for index in 0..<value.count {
            let digit = value[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { throw Refusal(400, "the Content-Length is no number") }
            number = number * 10 + UInt64(digit)
        }
        length = number
    }

    private mutating func takeCoding(_ value: Bytes) throws(Refusal) {
        guard length == nil, !isChunked else { throw Refusal(400, "the body's length is given twice") }
        guard minorVersion == 1 else { throw Refusal(400, "HTTP/1.0 has no Transfer-Encoding") }
        guard value.equalsIgnoringCase("chunked") else { throw Refusal(501, "only the chunked coding is known here") }
        isChunked = true
    }
}
