/// What a `Range` field asks of a representation of known length (RFC 9110 14).
package enum ByteRange: Sendable, Equatable {
    /// No single well-formed byte range: the field is ignored and the whole is sent.
    case ignored
    /// Offsets of the bytes to send; never empty.
    case satisfiable(Range<UInt64>)
    case unsatisfiable

    /// Judges `field` against `length` bytes. Several ranges at once are ignored, as RFC 9110 14.2 allows.
    package static func parse(_ field: String, length: UInt64) -> ByteRange {
        guard let equals = field.firstIndex(of: "="), field[..<equals].lowercased() == "bytes" else { return .ignored }
        let specification = field[field.index(after: equals)...].utf8.filter { !FieldCharacters.isBlank($0) }
        let parts = specification.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count == 2, let first = number(parts[0]), let last = number(parts[1]) else { return .ignored }
        switch (first, last) {
        case (nil, nil): return .ignored
        case (nil, let suffix?): return lastBytes(suffix, length)
        case (let first?, let last): return from(first, through: last ?? .max, length)
        }
    }

    private static func lastBytes(_ count: UInt64, _ length: UInt64) -> ByteRange {
        if count == 0 { return .unsatisfiable }
        // Satisfiable by the letter, but no Content-Range can say "nothing of nothing".
        if length == 0 { return .ignored }
        return .satisfiable((length - min(count, length))..<length)
    }

    private static func from(_ first: UInt64, through last: UInt64, _ length: UInt64) -> ByteRange {
        guard first <= last else { return .ignored }
        guard first < length else { return .unsatisfiable }
        return .satisfiable(first..<(min(last, length - 1) + 1))
    }

    /// Nil for what is no number, a nil inside for nothing; a number too large for 64 bits is as good as the largest.
    private static func number(_ digits: some Collection<UInt8>) -> UInt64?? {
        if digits.isEmpty { return .some(nil) }
        var value: UInt64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(UInt64(digit - UInt8(ascii: "0")))
            value = overflow || carry || value == .max ? .max : sum
        }
        return .some(value)
    }
}
