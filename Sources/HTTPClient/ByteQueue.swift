/// Bytes in the order they came: appended at one end, taken at the other.
struct ByteQueue {
    private var bytes: [UInt8] = []
    private var start = 0

    var count: Int { bytes.count - start }
    var isEmpty: Bool { count == 0 }

    mutating func append(_ more: UnsafeRawBufferPointer) {
        if start > bytes.count / 2 {
            bytes.removeSubrange(..<start)
            start = 0
        }
        bytes.append(contentsOf: more)
    }

    /// Moves as much as there is and fits into `buffer`. Returns how many bytes that was.
    mutating func take(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let taken = min(count, buffer.count)
        guard taken > 0 else { return 0 }
        bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[start..<start + taken])) }
        start += taken
        if isEmpty {
            bytes.removeAll(keepingCapacity: true)
            start = 0
        }
        return taken
    }

    mutating func takeAll() -> [UInt8] {
        defer { removeAll() }
        return start == 0 ? bytes : Array(bytes[start...])
    }

    mutating func removeAll() { self = ByteQueue() }
}
