/// Builds a message between server and worker: little-endian integers, byte strings after a 32-bit count.
struct WireEncoder {
    private(set) var bytes: [UInt8] = []

    mutating func put<Integer: FixedWidthInteger>(_ value: Integer) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func put(_ value: [UInt8]) {
        put(UInt32(value.count))
        bytes.append(contentsOf: value)
    }

    mutating func put(_ value: String) { put(Array(value.utf8)) }
}

/// Reads such a message; nil wherever the bytes end early or do not fit, for a worker may have been taken over.
struct WireDecoder {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    mutating func integer<Integer: FixedWidthInteger>(_ type: Integer.Type) -> Integer? {
        let size = MemoryLayout<Integer>.size
        guard bytes.count - position >= size else { return nil }
        defer { position += size }
        return bytes.withUnsafeBytes { Integer(littleEndian: $0.loadUnaligned(fromByteOffset: position, as: type)) }
    }

    mutating func byteString() -> [UInt8]? {
        guard let count = integer(UInt32.self), count <= bytes.count - position else { return nil }
        defer { position += Int(count) }
        return Array(bytes[position..<position + Int(count)])
    }

    mutating func string() -> String? {
        byteString().flatMap { String(validating: $0, as: UTF8.self) }
    }
}
