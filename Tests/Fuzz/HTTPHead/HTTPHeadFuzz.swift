import Glibc

/// libFuzzer's entry. The first byte seeds the cuts, the rest is what a client sends: it must be judged the same whole and
/// in pieces, and nothing made of it may trap.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 1 else { return 0 }
    let bytes = UnsafeRawBufferPointer(start: start + 1, count: count - 1)
    require(
        headVerdict(bytes, step: bytes.count) == headVerdict(bytes, step: Int(start[0] % 16) + 1), "a head depends on its cuts")
    require(
        bodyVerdict(bytes, step: bytes.count) == bodyVerdict(bytes, step: Int(start[0] % 16) + 1), "a body depends on its cuts")
    readFields(String(decoding: bytes, as: UTF8.self))
    return 0
}

private func require(_ condition: Bool, _ text: StaticString) {
    if condition { return }
    text.withUTF8Buffer { _ = write(2, $0.baseAddress, $0.count) }
    abort()
}

private func headVerdict(_ bytes: UnsafeRawBufferPointer, step: Int) -> String {
    var parser = RequestHeadParser()
    for end in stride(from: step, through: bytes.count + step - 1, by: step) {
        switch parser.parse(UnsafeRawBufferPointer(rebasing: bytes[..<min(end, bytes.count)])) {
        case .needsMore: continue
        case .refused(let refusal): return "\(refusal)"
        case .head(let head, let length): return "\(length) \(head.method) \(head.target) \(head.framing) \(head.headers.count)"
        }
    }
    return "more"
}

private func bodyVerdict(_ bytes: UnsafeRawBufferPointer, step: Int) -> String {
    var decoder = ChunkedDecoder()
    var start = 0
    var end = 0
    var left: UInt64 = 0
    var payload = 0
    while true {
        if left > 0 {
            let taken = Int(min(left, UInt64(end - start)))
            (start, left, payload) = (start + taken, left - UInt64(taken), payload + taken)
        }
        if left == 0 {
            let (step, consumed) = decoder.next(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
            start += consumed
            switch step {
            case .data(let length):
                left = length
                continue
            case .end: return "end \(start) \(payload)"
            case .malformed: return "malformed \(payload)"
            case .needsMore: break
            }
        }
        if end == bytes.count { return "more \(payload)" }
        end = min(bytes.count, end + step)
    }
}

private func readFields(_ text: String) {
    for length in [0, 1, 100, UInt64.max] { _ = ByteRange.parse("bytes=" + text, length: length) }
    let headers = HTTPHeaders([
        ("If-Match", text), ("If-None-Match", text), ("Range", text), ("If-Range", text), ("Cookie", text),
    ])
    _ = ConditionalRequest.evaluate(.get, headers, entityTag: "\"a\"", lastModified: 0, length: 10)
    _ = Cookies(headers)
    _ = HTTPDate.parse(text)
    _ = HeaderParameters(text)
    _ = try? QueryParameters(rawQuery: text[...])
    _ = ContentDisposition.attachment(fileName: text)
    if let decoded = try? PercentEncoding.decode(text) {
        let again = try? PercentEncoding.decode(PercentEncoding.encode(decoded, for: .pathSegment))
        require(again == decoded, "encoding does not go there and back")
    }
}
