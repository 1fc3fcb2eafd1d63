/// One response as a client sees it.
struct TestResponse {
    let status: Int
    let headers: [(name: String, value: String)]
    let body: [UInt8]

    subscript(name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }
    var text: String { String(decoding: body, as: UTF8.self) }

    /// Takes all responses out of `bytes`; a body without a stated end reaches to the end of the bytes. Nil when cut short.
    static func all(in bytes: [UInt8], toHead: Bool = false) -> [TestResponse]? {
        var rest = bytes[...]
        var responses: [TestResponse] = []
        while !rest.isEmpty {
            guard let response = TestResponse(&rest, toHead: toHead) else { return nil }
            responses.append(response)
        }
        return responses
    }

    init?(_ rest: inout ArraySlice<UInt8>, toHead: Bool = false) {
        guard let end = rest.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: rest[..<end.lowerBound], as: UTF8.self).split(
            separator: "\r\n", omittingEmptySubsequences: false)
        rest = rest[end.upperBound...]
        guard lines[0].hasPrefix("HTTP/1.1 "), let status = Int(lines[0].dropFirst(9).prefix(3)) else { return nil }
        self.status = status
        headers = lines.dropFirst().map { line in
            let colon = line.firstIndex(of: ":")!
            return (String(line[..<colon]), String(line[line.index(after: colon)...].drop { $0 == " " }))
        }
        func field(_ name: String) -> String? {
            lines.first { $0.lowercased().hasPrefix(name + ": ") }.map { String($0.dropFirst(name.count + 2)) }
        }
        if toHead || status == 204 || status == 304 || status == 100 {
            body = []
        } else if field("transfer-encoding") == "chunked" {
            guard let chunked = Self.chunked(&rest) else { return nil }
            body = chunked
        } else if let length = field("content-length").flatMap({ Int($0) }) {
            guard rest.count >= length else { return nil }
            body = Array(rest.prefix(length))
            rest = rest.dropFirst(length)
        } else {
            body = Array(rest)
            rest = []
        }
    }

    private static func chunked(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        var body: [UInt8] = []
        while let line = rest.firstRange(of: Array("\r\n".utf8)),
            let size = Int(String(decoding: rest[..<line.lowerBound], as: UTF8.self), radix: 16)
        {
            rest = rest[line.upperBound...]
            guard rest.count >= size + 2 else { return nil }
            body += rest.prefix(size)
            rest = rest.dropFirst(size + 2)
            if size == 0 { return body }
        }
        return nil
    }
}
