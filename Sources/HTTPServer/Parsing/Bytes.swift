internal import Glibc

/// A stretch of bytes looked at in place; valid as long as what it was made from.
struct Bytes {
    let start: UnsafePointer<UInt8>
    let count: Int

    init(_ buffer: UnsafeRawBufferPointer, _ range: Range<Int>) {
        start = buffer.baseAddress!.assumingMemoryBound(to: UInt8.self) + range.lowerBound
        count = range.count
    }

    subscript(index: Int) -> UInt8 { start[index] }

    func equals(_ text: StaticString) -> Bool {
        count == text.utf8CodeUnitCount && memcmp(start, text.utf8Start, count) == 0
    }

    /// As `equals`, the case of ASCII letters aside.
    func equalsIgnoringCase(_ text: StaticString) -> Bool {
        count == text.utf8CodeUnitCount
            && strncasecmp(
                UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self),
                UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self), count) == 0
    }

    func contains(where predicate: (UInt8) -> Bool) -> Bool {
        UnsafeBufferPointer(start: start, count: count).contains(where: predicate)
    }
}
