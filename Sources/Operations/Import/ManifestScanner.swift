internal import JSON
internal import Library
internal import Platform

/// Finds the outermost members of a JSON document in a file, and the items of those that are lists, without reading more than one of
/// them at a time: a manifest is as long as a library is large.
struct ManifestScanner {
    private let file: FileDescriptor
    private let size: Int64
    private let window = UnsafeWindow()
    /// The next byte to read.
    private var position: Int64 = 0

    /// The most bytes one item may have: the largest content item's body, escaped, fits.
    private static let maximumItemBytes: Int64 = 64 << 20

    /// Bytes of the file that are at hand.
    private final class UnsafeWindow {
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 4096)
        var start: Int64 = 0
        var count = 0

        deinit { bytes.deallocate() }
    }

    init(_ file: FileDescriptor) throws {
        self.file = file
        size = try file.status().byteSize
    }

    /// Calls `body` with each item of the outermost lists, and with each other outermost member, in order. Throws ``ExportReadError``.
    mutating func scan(_ body: (_ member: String, _ isItem: Bool, Range<Int64>) throws -> Void) throws {
        try expect("{")
        if try skip("}") { return try end() }
        repeat {
            try expect("\"", keeping: true)
            let name = try nameOfMember()
            try expect(":")
            if try skip("[") {
                if try skip("]") { continue }
                repeat { try body(name, true, try value()) } while try skip(",")
                try expect("]")
            } else {
                try body(name, false, try value())
            }
        } while try skip(",")
        try expect("}")
        try end()
    }

    /// The bytes of `range`.
    static func bytes(of range: Range<Int64>, in file: FileDescriptor) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: Int(range.upperBound - range.lowerBound)) { buffer, count in
            while count < buffer.count {
                let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
                let read = try file.read(into: rest, at: range.lowerBound + Int64(count))
                if read == 0 { break }
                count += read
            }
        }
    }

    private func damage(_ reason: String) -> ExportReadError { .manifestDamaged(reason: reason, offset: position) }

    /// The byte at the position; nil at the end.
    private func peek() throws -> UInt8? {
        if position >= window.start, position < window.start + Int64(window.count) {
            return window.bytes[Int(position - window.start)]
        }
        guard position < size else { return nil }
        window.start = position
        window.count = try file.read(into: window.bytes, at: position)
        return window.count > 0 ? window.bytes[0] : nil
    }

    private mutating func skipSpace() throws {
        while let byte = try peek(), byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { position += 1 }
    }

    /// Whether `character` is next; it is read then.
    private mutating func skip(_ character: Character) throws -> Bool {
        try skipSpace()
        guard try peek() == character.asciiValue else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ character: Character, keeping: Bool = false) throws {
        guard try skip(character) else {
            throw damage(try peek() == nil ? "it ends too early" : "“\(character)” is missing")
        }
        if keeping { position -= 1 }
    }

    private mutating func end() throws {
        try skipSpace()
        if try peek() != nil { throw damage("something follows its end") }
    }

    private mutating func nameOfMember() throws -> String {
        let range = try value()
        guard range.upperBound - range.lowerBound < 256,
            case .string(let name)? = try? JSONParser.parse(try Self.bytes(of: range, in: file))
        else { throw damage("a name is none") }
        return name
    }

    /// Passes over one value, whatever it is, and answers where it is.
    private mutating func value() throws -> Range<Int64> {
        try skipSpace()
        let start = position
        var depth = 0
        while let byte = try peek() {
            switch byte {
            case UInt8(ascii: "\""): try passText()
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                position += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return try range(from: start) }
                depth -= 1
                position += 1
            case UInt8(ascii: ",") where depth == 0: return try range(from: start)
            default: position += 1
            }
            guard position - start <= Self.maximumItemBytes else { throw damage("an item is too long") }
            if depth == 0, byte != UInt8(ascii: "\"") ? isCloser(byte) : true { return try range(from: start) }
        }
        throw damage("it ends too early")
    }

    private func isCloser(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") }

    private func range(from start: Int64) throws -> Range<Int64> {
        guard position > start else { throw damage("a value is missing") }
        return start..<position
    }

    private mutating func passText() throws {
        position += 1
        while let byte = try peek() {
            position += byte == UInt8(ascii: "\\") ? 2 : 1
            if byte == UInt8(ascii: "\"") { return }
        }
        throw damage("a text has no end")
    }
}
