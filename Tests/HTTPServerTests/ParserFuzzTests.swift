import Testing

@testable import HTTPServer

/// Heads and chunked bodies damaged at random, by a fixed seed: however the bytes are cut, the verdict is the same.
@Suite(.timeLimit(.minutes(3)))
struct ParserFuzzTests {
    private static let heads = [
        "GET /a?b=c HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, Upgrade\r\nX: y z\t\r\n\r\n",
        "POST /u HTTP/1.1\r\nHost: x\r\nContent-Length: 12\r\nExpect: 100-continue\r\n\r\n",
        "PUT http://h/x HTTP/1.1\r\nhost: h\r\nTransfer-Encoding: chunked\r\n\r\n",
        "OPTIONS * HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
    ].map { Array($0.utf8) }

    private static let bodies = ["3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: x\r\n\r\nGET", "A\r\n0123456789\r\n0\r\n\r\n", "0\r\n\r\n"]
        .map { Array($0.utf8) }

    @Test("a damaged head is judged the same whole and in pieces")
    func heads() {
        var mutator = Mutator(seed: 88_172_645_463_325_252)
        var accepted = 0
        for _ in 0..<5_000 {
            let bytes = mutator.mutate(Self.heads)
            let whole = Self.verdict(bytes, cuts: [bytes.count])
            let pieces = Self.verdict(bytes, cuts: mutator.cuts(bytes.count))
            if whole != pieces { Issue.record("\(bytes): \(whole), in pieces \(pieces)") }
            if whole.hasPrefix("head") { accepted += 1 }
        }
        #expect((1_000..<4_000).contains(accepted), "the damage has to leave some heads whole and spoil some")
    }

    @Test("a damaged chunked body is judged the same whole and in pieces")
    func chunkedBodies() {
        var mutator = Mutator(seed: 362_436_069)
        var complete = 0
        for _ in 0..<5_000 {
            let bytes = mutator.mutate(Self.bodies)
            let whole = Self.decoded(bytes, cuts: [bytes.count])
            let pieces = Self.decoded(bytes, cuts: mutator.cuts(bytes.count))
            if whole != pieces { Issue.record("\(bytes): \(whole), in pieces \(pieces)") }
            if whole.hasPrefix("end") { complete += 1 }
        }
        #expect((1_000..<4_000).contains(complete))
    }

    private static func verdict(_ bytes: [UInt8], cuts: [Int]) -> String {
        var parser = RequestHeadParser()
        // One allocation, as in a connection, of which more and more is filled.
        return bytes.withUnsafeBytes { bytes in
            for cut in cuts where cut > 0 {
                switch parser.parse(UnsafeRawBufferPointer(rebasing: bytes[..<cut])) {
                case .needsMore: continue
                case .refused(let refusal): return "refused \(refusal)"
                case .head(let head, let length):
                    return "head \(length) \(head.method) \(head.target) \(head.framing) \(head.keepAlive) \(head.headers.count)"
                }
            }
            return "more"
        }
    }

    private static func decoded(_ bytes: [UInt8], cuts: [Int]) -> String {
        var decoder = ChunkedDecoder()
        var payload: [UInt8] = []
        var start = 0
        var left = 0
        return bytes.withUnsafeBytes { bytes in
            for cut in cuts {
                while start < cut {
                    if left > 0 {
                        let count = min(left, cut - start)
                        payload += bytes[start..<(start + count)]
                        start += count
                        left -= count
                        continue
                    }
                    let (step, consumed) = decoder.next(UnsafeRawBufferPointer(rebasing: bytes[start..<cut]))
                    start += consumed
                    switch step {
                    case .data(let length): left = Int(length)
                    case .end: return "end \(start) \(payload)"
                    case .malformed: return "malformed \(payload)"
                    case .needsMore: break
                    }
                    if step == .needsMore { break }
                }
            }
            return "more \(payload)"
        }
    }
}

/// Damages seeds at random, repeatably.
struct Mutator: RandomNumberGenerator {
    private static let tokens = [
        "\r\n", "\n", "\r", "\0", ":", " ", "\t", "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n", "Host: b\r\n", "0x",
        ",", "\u{7f}",
        "HTTP/1.1", "é", ";", "ffffffffffffffff",
    ].map { Array($0.utf8) }

    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }

    mutating func mutate(_ seeds: [[UInt8]]) -> [UInt8] {
        var bytes = seeds.randomElement(using: &self)!
        for _ in 0..<Int.random(in: 0...3, using: &self) {
            let index = Int.random(in: 0...bytes.count, using: &self)
            switch Int.random(in: 0..<4, using: &self) {
            case 0: if index < bytes.count { bytes[index] = UInt8.random(in: 0...255, using: &self) }
            case 1: if index < bytes.count { bytes.remove(at: index) }
            case 2: bytes.insert(contentsOf: Self.tokens.randomElement(using: &self)!, at: index)
            default: bytes.removeSubrange(index..<min(bytes.count, index + Int.random(in: 0...8, using: &self)))
            }
        }
        return bytes
    }

    /// Growing lengths that end with the whole.
    mutating func cuts(_ count: Int) -> [Int] {
        var cuts: [Int] = []
        while cuts.last ?? 0 < count { cuts.append(min(count, (cuts.last ?? 0) + Int.random(in: 1...7, using: &self))) }
        return cuts
    }
}
