/// Bytes received and not yet taken; holds memory only while there are some.
struct InputBuffer {
    private var storage: UnsafeMutableRawBufferPointer?
    private var start = 0
    private var end = 0

    var isEmpty: Bool { start == end }
    var pending: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: storage![start..<end]) }

    mutating func consume(_ count: Int) { start += count }

    /// Moves as much as there is room for into `buffer`.
    mutating func take(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, end - start)
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage![start..<(start + count)]))
        start += count
        return count
    }

    /// Where the next bytes may be received to.
    mutating func room(from pool: BufferPool) -> UnsafeMutableRawBufferPointer {
        let storage = self.storage ?? pool.takeInput()
        self.storage = storage
        if start == end || end == storage.count {
            // Overlapping memory is allowed here.
            storage.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[start..<end]))
            (start, end) = (0, end - start)
        }
        return UnsafeMutableRawBufferPointer(rebasing: storage[end...])
    }

    mutating func commit(_ count: Int) { end += count }

    mutating func release(to pool: BufferPool) {
        guard let storage else { return }
        pool.give(input: storage)
        self = InputBuffer()
    }
}
