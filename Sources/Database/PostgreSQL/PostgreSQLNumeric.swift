/// A `numeric` in the binary form of the protocol: digits of base 10,000, the first worth 10,000 to the power of `weight`.
struct PostgreSQLNumeric {
    private let weight: Int
    private let sign: UInt16
    private let digits: [Int]

    /// Nil when `bytes` are no such number.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= 8, bytes.count % 2 == 0 else { return nil }
        let words = stride(from: 0, to: bytes.count, by: 2).map {
            UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt16.self))
        }
        weight = Int(Int16(bitPattern: words[1]))
        sign = words[2]
        digits = words[4...].map(Int.init)
    }

    /// `integer` for a whole number of 64 bits, as `SUM` of whole numbers is one; else the nearest `real`.
    var value: SQLValue {
        switch sign {
        case 0xC000: return .real(.nan)
        case 0xD000: return .real(.infinity)
        case 0xF000: return .real(-.infinity)
        default: return whole.map(SQLValue.integer) ?? .real(nearest)
        }
    }

    private var isNegative: Bool { sign == 0x4000 }

    private var whole: Int64? {
        if digits.count > weight + 1, digits[max(0, weight + 1)...].contains(where: { $0 != 0 }) { return nil }
        var result: Int64 = 0
        for index in 0..<max(0, weight + 1) {
            let digit = Int64(index < digits.count ? digits[index] : 0)
            let (product, isTooLarge) = result.multipliedReportingOverflow(by: 10_000)
            let (sum, isOver) = product.addingReportingOverflow(isNegative ? -digit : digit)
            if isTooLarge || isOver { return nil }
            result = sum
        }
        return result
    }

    private var nearest: Double {
        let text = digits.map { digit in String(repeating: "0", count: 4 - String(digit).count) + String(digit) }.joined()
        return Double("\(isNegative ? "-" : "")\(text)e\((weight + 1 - digits.count) * 4)") ?? .nan
    }
}
