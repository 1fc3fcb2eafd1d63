/// MP3 and AAC: frames one after another, often behind an ID3 tag that holds a cover picture.
enum MPEGAudio {
    static func type(of head: FileHead) -> String? {
        guard head.has("ID3"), let start = endOfTag(head) else { return frames(head, from: 0) }
        if head.has("fLaC", at: start) { return "audio/flac" }
        // A large cover ends beyond the head; what has such a tag is MP3 nearly always.
        return frames(head, from: start) ?? "audio/mpeg"
    }

    /// Where the ID3v2 tag ends; its length is four times seven bits.
    private static func endOfTag(_ head: FileHead) -> Int? {
        guard head.count >= 10, head.bytes[6..<10].allSatisfy({ $0 < 0x80 }) else { return nil }
        return 10 + head.bytes[6..<10].reduce(0) { $0 << 7 | Int($1) }
    }

    /// The type if at least two frames follow each other, or one fills the file.
    private static func frames(_ head: FileHead, from start: Int) -> String? {
        guard let first = frame(head, at: start) else { return nil }
        let next = start + first.length
        if next >= head.count { return head.isWhole && next == head.count ? first.type : nil }
        return frame(head, at: next)?.type == first.type ? first.type : nil
    }

    private static func frame(_ head: FileHead, at offset: Int) -> (type: String, length: Int)? {
        guard head[offset] == 0xFF, let header = head.bigEndian32(at: offset), header >> 21 & 0x7FF == 0x7FF else { return nil }
        return header >> 17 & 3 == 0 ? advancedAudio(head, header, at: offset) : layered(header)
    }

    /// An ADTS frame of AAC: 13 bits of length.
    private static func advancedAudio(_ head: FileHead, _ header: Int, at offset: Int) -> (String, Int)? {
        guard header >> 20 & 1 == 1, header >> 10 & 15 < 13, let last = head[offset + 5], let middle = head[offset + 4] else {
            return nil
        }
        let length = (header & 3) << 11 | Int(middle) << 3 | Int(last) >> 5
        return length > 7 ? ("audio/aac", length) : nil
    }

    /// A frame of MPEG layer II or III; the length follows from bit rate and sample rate.
    private static func layered(_ header: Int) -> (String, Int)? {
        let version = header >> 19 & 3  // 3 is MPEG 1, 2 MPEG 2, 0 MPEG 2.5
        let layer = 4 - (header >> 17 & 3)
        let rateIndex = header >> 10 & 3
        let bitIndex = header >> 12 & 15
        guard version != 1, layer >= 2, rateIndex != 3, (1...14).contains(bitIndex) else { return nil }
        let sampleRate = [44100, 48000, 32000][rateIndex] >> (version == 3 ? 0 : version == 2 ? 1 : 2)
        let kilobits = (version != 3 ? lowRates : layer == 2 ? layer2Rates : layer3Rates)[bitIndex - 1]
        let samples = layer == 3 && version != 3 ? 72 : 144
        return ("audio/mpeg", samples * kilobits * 1000 / sampleRate + (header >> 9 & 1))
    }

    private static let layer2Rates = [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384]
    private static let layer3Rates = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
    private static let lowRates = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]
}
