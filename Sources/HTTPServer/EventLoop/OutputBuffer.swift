internal import Glibc

/// Bytes being put together for one send; they do not move while a send waits.
final class OutputBuffer {
    private var storage = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 16)
    private(set) var count = 0

    deinit { storage.deallocate() }

    var capacity: Int { storage.count }
    var isEmpty: Bool { count == 0 }
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: storage[..<count]) }

    func clear() { count = 0 }

    func append(_ text: StaticString) { append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)) }

    func append(_ bytes: UnsafeRawBufferPointer) {
        guard !bytes.isEmpty else { return }
        reserve(bytes.count).copyMemory(from: bytes)
        count += bytes.count
    }

    func append(_ bytes: [UInt8]) { bytes.withUnsafeBytes { append($0) } }

    func append(decimal number: UInt64) {
        if number >= 10 { append(decimal: number / 10) }
        appendByte(UInt8(ascii: "0") + UInt8(number % 10))
    }

    func append(hexadecimal number: Int) {
        if number >= 16 { append(hexadecimal: number >> 4) }
        let digit = UInt8(number & 15)
        appendByte(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }

    /// Appends `text` without its control characters, so that no value can end its line.
    func append(fieldText text: String) {
        var text = text
        text.withUTF8 { utf8 in
            if utf8.contains(where: FieldCharacters.isControl) {
                for byte in utf8 where !FieldCharacters.isControl(byte) { appendByte(byte) }
            } else {
                append(UnsafeRawBufferPointer(utf8))
            }
        }
    }

    func appendByte(_ byte: UInt8) {
        reserve(1)[0] = byte
        count += 1
    }

    /// Room for `length` more bytes, which `commit` makes part of the content.
    func reserve(_ length: Int) -> UnsafeMutableRawBufferPointer {
        if storage.count - count < length { grow(to: count + length) }
        return UnsafeMutableRawBufferPointer(rebasing: storage[count...])
    }

    func commit(_ length: Int) { count += length }

    private func grow(to needed: Int) {
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: max(needed, storage.count * 2), alignment: 16)
        larger.copyMemory(from: bytes)
        storage.deallocate()
        storage = larger
    }
}
