/// A type told by fixed bytes at fixed places.
struct Signature {
    let type: String
    private let start: [UInt8]
    private let offset: Int
    private let second: [UInt8]
    private let secondOffset: Int

    /// Each character of `start` and `second` stands for one byte, so `"\u{89}PNG"` is 89 50 4E 47.
    init(_ type: String, _ start: String, at offset: Int = 0, then second: String = "", at secondOffset: Int = 8) {
        self.type = type
        self.start = start.unicodeScalars.map { UInt8($0.value) }
        self.offset = offset
        self.second = second.unicodeScalars.map { UInt8($0.value) }
        self.secondOffset = secondOffset
    }

    func matches(_ head: FileHead) -> Bool {
        head.has(start, at: offset) && (second.isEmpty || head.has(second, at: secondOffset))
    }

    /// The type of the first signature that matches.
    static func type(of head: FileHead) -> String? { all.first { $0.matches(head) }?.type }

    private static let all = images + audioAndVideo + archives + others

    private static let images = [
        Signature("image/jpeg", "\u{FF}\u{D8}\u{FF}"),
        Signature("image/png", "\u{89}PNG\r\n\u{1A}\n"),
        Signature("image/gif", "GIF87a"),
        Signature("image/gif", "GIF89a"),
        Signature("image/webp", "RIFF", then: "WEBP"),
        Signature("image/jxl", "\u{0}\u{0}\u{0}\u{C}JXL \r\n\u{87}\n"),
        Signature("image/jxl", "\u{FF}\n"),
        Signature("image/jp2", "\u{0}\u{0}\u{0}\u{C}jP  \r\n\u{87}\n"),
        Signature("image/j2c", "\u{FF}\u{4F}\u{FF}\u{51}"),
        Signature("image/x-canon-cr2", "II*\u{0}", then: "CR"),
        Signature("image/tiff", "II*\u{0}"),
        Signature("image/tiff", "MM\u{0}*"),
        Signature("image/tiff", "II+\u{0}"),
        Signature("image/tiff", "MM\u{0}+"),
        Signature("image/vnd.adobe.photoshop", "8BPS\u{0}"),
    ]

    private static let audioAndVideo = [
        Signature("audio/wav", "RIFF", then: "WAVE"),
        Signature("audio/wav", "RF64", then: "WAVE"),
        Signature("video/x-msvideo", "RIFF", then: "AVI "),
        Signature("audio/midi", "RIFF", then: "RMID"),
        Signature("audio/midi", "MThd\u{0}\u{0}\u{0}\u{6}"),
        Signature("audio/aiff", "FORM", then: "AIFF"),
        Signature("audio/aiff", "FORM", then: "AIFC"),
        Signature("audio/flac", "fLaC"),
        Signature("audio/amr", "#!AMR"),
        Signature("video/mpeg", "\u{0}\u{0}\u{1}\u{BA}"),
        Signature("video/mpeg", "\u{0}\u{0}\u{1}\u{B3}"),
        Signature("video/x-flv", "FLV\u{1}"),
        Signature("video/x-ms-asf", "\u{30}\u{26}\u{B2}\u{75}\u{8E}\u{66}\u{CF}\u{11}"),
    ]

    private static let archives = [
        Signature("application/gzip", "\u{1F}\u{8B}\u{8}"),
        Signature("application/x-7z-compressed", "7z\u{BC}\u{AF}\u{27}\u{1C}"),
        Signature("application/vnd.rar", "Rar!\u{1A}\u{7}"),
        Signature("application/x-tar", "ustar", at: 257),
        Signature("application/x-bzip2", "1AY&SY", at: 4, then: "BZh", at: 0),
        Signature("application/x-xz", "\u{FD}7zXZ\u{0}"),
        Signature("application/zstd", "\u{28}\u{B5}\u{2F}\u{FD}"),
    ]

    private static let others = [
        Signature("application/pdf", "%PDF-"),
        Signature("application/postscript", "%!PS"),
        Signature("application/rtf", "{\\rtf"),
        Signature("application/x-executable", "\u{7F}ELF"),
        Signature("application/wasm", "\u{0}asm"),
        Signature("application/vnd.sqlite3", "SQLite format 3\u{0}"),
        Signature("font/woff", "wOFF"),
        Signature("font/woff2", "wOF2"),
        Signature("font/otf", "OTTO\u{0}"),
        Signature("font/ttf", "\u{0}\u{1}\u{0}\u{0}\u{0}"),
    ]
}
