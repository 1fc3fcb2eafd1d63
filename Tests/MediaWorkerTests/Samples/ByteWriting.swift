extension [UInt8] {
    mutating func append(littleEndian16 value: Int) { append(contentsOf: [UInt8(value & 255), UInt8(value >> 8 & 255)]) }

    mutating func append(littleEndian24 value: Int) {
        append(littleEndian16: value)
        append(UInt8(value >> 16 & 255))
    }

    mutating func append(littleEndian32 value: Int) {
        append(littleEndian16: value)
        append(littleEndian16: value >> 16)
    }

    mutating func append(bigEndian32 value: Int) {
        for shift in [24, 16, 8, 0] { append(UInt8(value >> shift & 255)) }
    }

    /// Whether `text` occurs anywhere.
    func holds(_ text: String) -> Bool {
        let wanted = Array(text.utf8)
        return indices.dropLast(Swift.max(0, wanted.count - 1)).contains { self[$0...].starts(with: wanted) }
    }
}

/// A small generator with a seed, so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
