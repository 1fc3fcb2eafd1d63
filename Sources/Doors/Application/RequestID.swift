internal import Platform

/// Names one request in its answer and in the log.
enum RequestID {
    /// Where this process began to count; asking the system for random bits each time would be a system call a request.
    private static let counter = Locked(UInt64.random(in: .min ... .max))

    /// Sixteen hexadecimal digits, different for each request of a process and hardly ever the same in two.
    static func make() -> String {
        let number = counter.withLock { number in
            number &+= 0x9e37_79b9_7f4a_7c15
            return number
        }
        return String(unsafeUninitializedCapacity: 16) { digits in
            for index in 0..<16 { digits[index] = hexadecimalDigit(mixed(number) >> UInt64(60 - 4 * index) & 15) }
            return 16
        }
    }

    /// SplitMix64's finish: one to one, and neighbours look nothing alike.
    private static func mixed(_ number: UInt64) -> UInt64 {
        var bits = (number ^ number >> 30) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ bits >> 27) &* 0x94d0_49bb_1331_11eb
        return bits ^ bits >> 31
    }

    private static func hexadecimalDigit(_ value: UInt64) -> UInt8 {
        UInt8(value) + (value < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
    }
}
