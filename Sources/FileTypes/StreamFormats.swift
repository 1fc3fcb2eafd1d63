/// Containers whose first block says what they carry, and streams told by a rhythm of sync bytes.
enum StreamFormats {
    static func type(of head: FileHead) -> String? {
        if head.has([0x1A, 0x45, 0xDF, 0xA3]) { return matroska(head) }
        if head.has("OggS\0") { return ogg(head) }
        return isTransportStream(head) ? "video/mp2t" : nil
    }

    /// WebM is Matroska that says `webm` in its DocType element (42 82, then a length byte).
    private static func matroska(_ head: FileHead) -> String? {
        for position in 4..<max(4, min(head.count, 96)) where head.has([0x42, 0x82], at: position) {
            if head.has("webm", at: position + 3) { return "video/webm" }
            if head.has("matroska", at: position + 3) { return "video/x-matroska" }
        }
        return nil
    }

    /// The first packet names its codec; of several streams each has a first page of its own.
    private static func ogg(_ head: FileHead) -> String {
        if head.has("OpusHead", at: 28) { return "audio/opus" }
        let isVideo = head.find("\u{1}video\0\0\0", from: 28, to: 4096) != nil || head.has([0x80] + Array("theora".utf8), at: 28)
        if isVideo || (head.has("fishead", at: 28) && head.find("theora", from: 28, to: 4096) != nil) { return "video/ogg" }
        return "audio/ogg"
    }

    /// Packets of 188 bytes that begin with 0x47, or of 192 with a time stamp of four before (Blu-ray).
    private static func isTransportStream(_ head: FileHead) -> Bool {
        [(0, 188), (4, 192)].contains { offset, length in
            let starts = stride(from: offset, to: min(head.count, offset + length * 8), by: length)
            return head.count >= offset + length * 2 + 1 && starts.allSatisfy { head[$0] == 0x47 }
        }
    }
}
