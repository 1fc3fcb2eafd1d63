/// The first bytes of a file, read without ever going beyond them.
struct FileHead {
    let bytes: UnsafeRawBufferPointer
    /// Of the whole file.
    let byteSize: Int64

    var count: Int { bytes.count }

    /// Whether `bytes` is all there is.
    var isWhole: Bool { Int64(bytes.count) >= byteSize }

    subscript(offset: Int) -> UInt8? { bytes.indices.contains(offset) ? bytes[offset] : nil }

    /// Whether the bytes at `offset` are `pattern`.
    func has(_ pattern: some Collection<UInt8>, at offset: Int = 0) -> Bool {
        guard offset >= 0, offset <= count - pattern.count else { return false }
        return bytes[offset..<offset + pattern.count].elementsEqual(pattern)
    }

    /// Whether the bytes at `offset` are the ASCII of `text`.
    func has(_ text: StaticString, at offset: Int = 0) -> Bool {
        has(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount), at: offset)
    }

    /// The first place of `text` that begins in `start..<end`.
    func find(_ text: StaticString, from start: Int, to end: Int = .max) -> Int? {
        let end = min(end, count)
        guard start < end else { return nil }
        return (start..<end).first { bytes[$0] == text.utf8Start[0] && has(text, at: $0) }
    }

    func bigEndian32(at offset: Int) -> Int? {
        guard offset >= 0, offset <= count - 4 else { return nil }
        return Int(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
    }

    func littleEndian32(at offset: Int) -> Int? {
        guard offset >= 0, offset <= count - 4 else { return nil }
        return Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
    }

    func littleEndian16(at offset: Int) -> Int? {
        guard offset >= 0, offset <= count - 2 else { return nil }
        return Int(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self)))
    }

    /// `length` bytes from `offset` on as text; nil if they are not all there.
    func text(at offset: Int, length: Int) -> String? {
        guard offset >= 0, length >= 0, offset <= count - length else { return nil }
        return String(decoding: bytes[offset..<offset + length], as: UTF8.self)
    }
}
