internal import Glibc

/// The header fields of one message: the bytes once, and ranges into them, so that a field costs no allocation.
package struct HTTPHeaders: Sendable {
    struct Field: Sendable {
        let name: Range<UInt32>
        let value: Range<UInt32>
    }

    private let bytes: [UInt8]
    private let fields: [Field]

    init(bytes: [UInt8], fields: [Field]) {
        self.bytes = bytes
        self.fields = fields
    }

    /// Headers made of `pairs`, in their order.
    package init(_ pairs: [(name: String, value: String)] = []) {
        var bytes: [UInt8] = []
        var fields: [Field] = []
        func append(_ text: String) -> Range<UInt32> {
            let start = UInt32(bytes.count)
            bytes.append(contentsOf: text.utf8)
            return start..<UInt32(bytes.count)
        }
        for pair in pairs { fields.append(Field(name: append(pair.name), value: append(pair.value))) }
        self.init(bytes: bytes, fields: fields)
    }

    /// Number of field lines.
    package var count: Int { fields.count }

    /// The first field of this name, whatever the case of its letters.
    package subscript(name: String) -> String? {
        firstMatch(name).map { string(fields[$0].value) }
    }

    /// All fields of this name, in order of arrival.
    package func values(_ name: String) -> [String] {
        var result: [String] = []
        var next = firstMatch(name)
        while let index = next {
            result.append(string(fields[index].value))
            next = firstMatch(name, from: index + 1)
        }
        return result
    }

    /// Calls `body` with each name, as the client spelt it, and value.
    package func forEach(_ body: (_ name: String, _ value: String) -> Void) {
        for field in fields { body(string(field.name), string(field.value)) }
    }

    private func string(_ range: Range<UInt32>) -> String {
        bytes.withUnsafeBufferPointer { String(decoding: $0[Int(range.lowerBound)..<Int(range.upperBound)], as: UTF8.self) }
    }

    private func firstMatch(_ name: String, from start: Int = 0) -> Int? {
        var name = name
        return name.withUTF8 { wanted in
            bytes.withUnsafeBytes { bytes in
                fields[start...].firstIndex { field in
                    field.name.count == wanted.count
                        && strncasecmp(
                            bytes.baseAddress! + Int(field.name.lowerBound), UnsafeRawPointer(wanted.baseAddress!), wanted.count)
                            == 0
                }
            }
        }
    }

    private func strncasecmp(_ left: UnsafeRawPointer, _ right: UnsafeRawPointer, _ count: Int) -> Int32 {
        Glibc.strncasecmp(left.assumingMemoryBound(to: CChar.self), right.assumingMemoryBound(to: CChar.self), count)
    }
}
