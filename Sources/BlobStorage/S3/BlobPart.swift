/// A part of a blob that is sent by itself.
struct BlobPart: Sendable {
    /// From 1 to 10,000.
    let number: Int
    let offset: Int64
    var length: Int64 = 0
    /// SHA-256 in hexadecimal, once it is complete.
    var hash = ""

    init(number: Int, offset: Int64) {
        self.number = number
        self.offset = offset
    }

    /// Bytes of part `number`: all alike, as some servers want it, until 10,000 of them would not reach a blob's greatest size.
    static func length(of number: Int, first: Int64) -> Int64 {
        number <= 8000 ? first : first * 256
    }
}
