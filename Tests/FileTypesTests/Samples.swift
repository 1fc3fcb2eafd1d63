import FileTypes
import Testing

/// Bytes written as characters, each standing for one: `"\u{89}PNG"` is 89 50 4E 47.
func bytes(_ text: String) -> [UInt8] { text.unicodeScalars.map { UInt8($0.value) } }

func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

func bigEndian(_ value: Int) -> [UInt8] { withUnsafeBytes(of: UInt32(value).bigEndian) { Array($0) } }

func littleEndian(_ value: Int) -> [UInt8] { bigEndian(value).reversed() }

/// A file, in parts, and the type it has.
struct Sample: Sendable, CustomTestStringConvertible {
    let type: String
    let bytes: [UInt8]

    init(_ type: String, _ parts: [UInt8]...) {
        self.type = type
        bytes = parts.flatMap(\.self)
    }

    var testDescription: String { "\(type), \(bytes.count) bytes" }
}

let detector = Result { try FileTypeDetector() }

/// The type of a file of these bytes; `of` when the file is larger than what is given.
func type(of file: [UInt8], byteSize: Int? = nil) throws -> String {
    /// A file, in parts, and the type it has.
    struct Sample: Sendable, CustomTestStringConvertible {
        let type: String
        let bytes: [UInt8]

        init(_ type: String, _ parts: [UInt8]...) {
            self.type = type
            bytes = parts.flatMap(\.self)
        }

        var testDescription: String { "\(type), \(bytes.count) bytes" }
    }

    let detector = try detector.get()
    return file.withUnsafeBytes { head in
        detector.mimeType(
            ofHead: UnsafeRawBufferPointer(rebasing: head.prefix(64 << 10)), byteSize: Int64(byteSize ?? file.count))
    }
}

func type(of text: String) throws -> String { try type(of: Array(text.utf8)) }

/// A box of ISO base media: length, name, content.
func box(_ name: String, _ content: [UInt8]) -> [UInt8] { bigEndian(content.count + 8) + bytes(name) + content }

func brand(_ major: String, _ compatible: [String] = []) -> [UInt8] {
    box("ftyp", bytes(major) + zeros(4) + compatible.flatMap(bytes))
}

/// A `moov` box with a track for each handler, as far as telling them apart goes.
func movie(_ handlers: String...) -> [UInt8] {
    let tracks = handlers.flatMap { handler -> [UInt8] in
        box("trak", box("mdia", box("hdlr", zeros(8) + bytes(handler) + zeros(13))))
    }
    return box("moov", box("mvhd", zeros(100)) + tracks)
}

/// An entry of a ZIP file, stored uncompressed; `streamed` leaves the size to a descriptor behind the data.
func entry(_ name: String, _ content: String = "content", streamed: Bool = false) -> [UInt8] {
    let data = Array(content.utf8)
    let size = littleEndian(streamed ? 0 : data.count)
    let name = Array(name.utf8)
    var result: [UInt8] = bytes("PK\u{3}\u{4}\u{14}\0") + [streamed ? 8 : 0, 0] + zeros(10) + size + size
    result += [UInt8(name.count), 0, 0, 0] + name + data
    if streamed { result += bytes("PK\u{7}\u{8}") + zeros(4) + littleEndian(data.count) + littleEndian(data.count) }
    return result
}

/// `count` frames of MPEG 1 layer III, 128 kbit/s at 44.1 kHz.
func mp3(_ count: Int) -> [UInt8] { (0..<count).flatMap { _ in [0xFF, 0xFB, 0x90, 0x00] + zeros(413) } }

/// An ID3 tag that holds `size` bytes.
func id3(_ size: Int) -> [UInt8] {
    bytes("ID3\u{3}\0\0") + [21, 14, 7, 0].map { UInt8(size >> $0 & 0x7F) } + [UInt8](repeating: 0xAB, count: size)
}

/// `count` ADTS frames of AAC, 200 bytes each.
func aac(_ count: Int) -> [UInt8] { (0..<count).flatMap { _ in [0xFF, 0xF1, 0x50, 0x80, 0x19, 0x1F, 0xFC] + zeros(193) } }

func oggPage(_ packet: [UInt8]) -> [UInt8] { bytes("OggS\0\u{2}") + zeros(20) + [1, UInt8(packet.count)] + packet }
