internal import CLinux
internal import Glibc

/// The bytes of a multipart body between receiving and handing out, and the search for the delimiter in them.
final class MultipartWindow {
    /// CRLF, two hyphens and the boundary.
    private let delimiter: [UInt8]
    /// As large as the reads that may go around it; of its pages only those are touched that are needed.
    private let storage = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 16)
    private var start = 0
    private var end = 0
    /// Nothing between `start` and here begins a delimiter.
    private var dataEnd = 0
    /// Whether a delimiter begins at `dataEnd`.
    private var isFound = false

    init(delimiter: [UInt8]) {
        self.delimiter = delimiter
        // So that the first delimiter, which may stand at the very beginning, looks like every other.
        storage[0] = UInt8(ascii: "\r")
        storage[1] = UInt8(ascii: "\n")
        end = 2
    }

    deinit { storage.deallocate() }

    var count: Int { end - start }
    var capacity: Int { storage.count }
    /// Bytes of the delimiter that ends a form: its two hyphens and CRLF included.
    var closingLength: Int { delimiter.count + 4 }
    var isAtDelimiter: Bool { isFound && start == dataEnd }

    /// Whether a read into `buffer` may go around the window: for small buffers the uncertain rest would be most of it.
    func canBypass(_ buffer: UnsafeMutableRawBufferPointer) -> Bool { !isFound && buffer.count >= 4096 }

    func starts(with text: StaticString) -> Bool {
        Bytes(UnsafeRawBufferPointer(storage), start..<(start + text.utf8CodeUnitCount)).equals(text)
    }

    // MARK: Data

    /// Hands out bytes that are certain to be data.
    func takeData(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        scan()
        let count = min(buffer.count, dataEnd - start)
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[start..<(start + count)]))
        start += count
        return count
    }

    /// Drops bytes that are certain to be data, after a last look.
    func dropData(_ look: (UnsafeRawBufferPointer) -> Void) -> Int {
        scan()
        defer { start = dataEnd }
        if dataEnd > start { look(UnsafeRawBufferPointer(rebasing: storage[start..<dataEnd])) }
        return dataEnd - start
    }

    func consumeDelimiter() { moveOn(by: delimiter.count) }

    /// Empties the window into `buffer`.
    func moveAll(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = count
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[start..<end]))
        (start, end, dataEnd) = (0, 0, 0)
        return count
    }

    /// Looks for the delimiter in `bytes`, keeps what is or may be one, and returns how many bytes before it are data.
    func keepUncertain(_ bytes: UnsafeRawBufferPointer) -> Int {
        let found = find(in: bytes)
        let certain = found ?? max(0, bytes.count - (delimiter.count - 1))
        storage.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[certain...]))
        (start, end, dataEnd, isFound) = (0, bytes.count - certain, 0, found != nil)
        return certain
    }

    private func scan() {
        guard !isFound else { return }
        let from = max(start, dataEnd)
        let found = find(in: UnsafeRawBufferPointer(rebasing: storage[from..<end]))
        isFound = found != nil
        dataEnd = found.map { from + $0 } ?? max(from, end - (delimiter.count - 1))
    }

    private func find(in bytes: UnsafeRawBufferPointer) -> Int? {
        guard let base = bytes.baseAddress, let found = memmem(base, bytes.count, delimiter, delimiter.count) else { return nil }
        return base.distance(to: UnsafeRawPointer(found))
    }

    // MARK: Lines

    /// Takes the next line without its CRLF; nil when it is not complete yet. The bytes are valid until the next call.
    func line(maximum: Int) throws(HTTPError) -> UnsafeRawBufferPointer? {
        let base = UnsafeRawPointer(storage.baseAddress!) + start
        guard let found = memchr(base, 10, count) else {
            guard count <= maximum else { throw Self.tooLong }
            return nil
        }
        let length = base.distance(to: UnsafeRawPointer(found))
        guard length < maximum else { throw Self.tooLong }
        guard length > 0, storage[start + length - 1] == 13 else { throw .malformed("a line of a part does not end in CRLF") }
        moveOn(by: length + 1)
        return UnsafeRawBufferPointer(start: base, count: length - 1)
    }

    private static let tooLong = HTTPError.malformed("the header lines of a part are too long")

    private func moveOn(by count: Int) {
        start += count
        dataEnd = start
        isFound = false
    }

    // MARK: Filling

    /// Where the next bytes may be received to. Never empty: what waits here is a line or a possible delimiter, both short.
    func room() -> UnsafeMutableRawBufferPointer {
        if start > 0 {
            // Overlapping memory is allowed here.
            storage.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[start..<end]))
            (start, end, dataEnd) = (0, end - start, dataEnd - start)
        }
        return UnsafeMutableRawBufferPointer(rebasing: storage[end...])
    }

    func commit(_ count: Int) { end += count }
}
