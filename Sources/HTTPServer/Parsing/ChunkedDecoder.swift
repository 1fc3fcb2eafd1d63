internal import Glibc

/// Finds chunk sizes, chunk ends and trailers in a chunked body; the payload itself is never copied here.
///
/// Only whole lines are judged, so that the verdict does not depend on how the bytes arrive.
struct ChunkedDecoder {
    enum Step: Equatable {
        case needsMore
        /// So many bytes of payload follow; the caller takes them before it asks again.
        case data(UInt64)
        case end
        case malformed
    }

    static let maximumLine = 512
    static let maximumTrailers = 4096

    private enum State { case size, afterData, trailers }
    private var state = State.size
    private var trailerBytes = 0

    /// What comes next in `bytes`, and how many bytes of framing to drop.
    mutating func next(_ bytes: UnsafeRawBufferPointer) -> (step: Step, consumed: Int) {
        var consumed = 0
        while true {
            guard let line = Self.line(bytes, from: consumed) else {
                let isTooLong = bytes.count - consumed > Self.maximumLine
                return (isTooLong ? .malformed : .needsMore, consumed)
            }
            guard line.count <= Self.maximumLine, let line = Self.withoutCarriageReturn(bytes, line) else {
                return (.malformed, consumed)
            }
            consumed = line.upperBound + 2
            if let step = take(bytes, line) { return (step, consumed) }
        }
    }

    private static func line(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Range<Int>? {
        guard start < bytes.count, let found = memchr(bytes.baseAddress! + start, 10, bytes.count - start) else { return nil }
        return start..<bytes.baseAddress!.distance(to: UnsafeRawPointer(found))
    }

    private static func withoutCarriageReturn(_ bytes: UnsafeRawBufferPointer, _ line: Range<Int>) -> Range<Int>? {
        guard let last = line.last, bytes[last] == 13 else { return nil }
        let line = line.lowerBound..<last
        return bytes[line].contains(where: FieldCharacters.isControl) ? nil : line
    }

    private mutating func take(_ bytes: UnsafeRawBufferPointer, _ line: Range<Int>) -> Step? {
        switch state {
        case .afterData:
            state = .size
            return line.isEmpty ? nil : .malformed
        case .size:
            guard let size = Self.size(bytes, line) else { return .malformed }
            state = size == 0 ? .trailers : .afterData
            return size == 0 ? nil : .data(size)
        case .trailers:
            if line.isEmpty { return .end }
            // Trailer fields are read and dropped.
            trailerBytes += line.count + 2
            return trailerBytes > Self.maximumTrailers ? .malformed : nil
        }
    }

    /// The size before an optional `;extension`: up to 15 hexadecimal digits, which cannot overflow.
    private static func size(_ bytes: UnsafeRawBufferPointer, _ line: Range<Int>) -> UInt64? {
        var size: UInt64 = 0
        var index = line.lowerBound
        while index < line.upperBound, let digit = hexadecimalValue(bytes[index]) {
            size = size << 4 | UInt64(digit)
            index += 1
        }
        guard (1...15).contains(index - line.lowerBound) else { return nil }
        return index == line.upperBound || bytes[index] == UInt8(ascii: ";") ? size : nil
    }
}

/// The value of a hexadecimal digit.
@inline(__always)
func hexadecimalValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    default: nil
    }
}
