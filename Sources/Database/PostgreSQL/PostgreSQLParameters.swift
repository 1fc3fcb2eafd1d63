internal import CPostgres

/// Values in the binary form of the protocol, one after another in one buffer.
struct PostgreSQLParameters {
    private var bytes: [UInt8] = []
    /// Where each value begins, -1 for NULL.
    private var starts: [Int] = []
    private var lengths: [Int32] = []
    let types: [Oid]

    /// Throws for text that PostgreSQL cannot store.
    init(_ values: [SQLValue]) throws(DatabaseError) {
        types = values.map(\.postgresType)
        for value in values { try append(value) }
        bytes.append(0)  // so that an empty value at the end has an address, too
    }

    private mutating func append(_ value: SQLValue) throws(DatabaseError) {
        let start = bytes.count
        switch value {
        case .null: break
        case .integer(let number): append(bigEndian: UInt64(bitPattern: number))
        case .real(let number): append(bigEndian: number.bitPattern)
        case .text(let text):
            bytes.append(contentsOf: text.utf8)
            if bytes[start...].contains(0) { throw .misuse("PostgreSQL stores no text with a NUL character") }
        case .blob(let blob): bytes.append(contentsOf: blob)
        case .uuid(let number):
            append(bigEndian: UInt64(truncatingIfNeeded: number >> 64))
            append(bigEndian: UInt64(truncatingIfNeeded: number))
        }
        starts.append(value == .null ? -1 : start)
        lengths.append(Int32(bytes.count - start))
    }

    private mutating func append(bigEndian number: UInt64) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// Calls `body` with what libpq wants: how many values there are, where, how long, and that all are binary.
    func withArguments<Result>(
        _ body: (Int32, UnsafePointer<UnsafePointer<CChar>?>?, [Int32], [Int32]) -> Result
    ) -> Result {
        bytes.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { characters in
                let pointers = starts.map { start in start < 0 ? nil : characters.baseAddress.map { $0 + start } }
                let formats = [Int32](repeating: 1, count: pointers.count)
                return pointers.withUnsafeBufferPointer { body(Int32(pointers.count), $0.baseAddress, lengths, formats) }
            }
        }
    }
}
