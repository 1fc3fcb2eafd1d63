/// A UUID that names one kind of thing, so that an asset's id cannot be passed where a folder's is wanted.
package struct ID<Noun>: Hashable, Sendable {
    // Two halves, not one UInt128: Swift 6.3.1 for x86-64 moves the stack by a wrong amount in async functions that get a
    // 16-byte-aligned argument on it, which an id passed after six other words would be.
    private let high: UInt64
    private let low: UInt64

    package init(rawValue: UInt128) {
        high = UInt64(truncatingIfNeeded: rawValue >> 64)
        low = UInt64(truncatingIfNeeded: rawValue)
    }

    /// The UUID's 128 bits, most significant first.
    package var rawValue: UInt128 { UInt128(high) << 64 | UInt128(low) }

    /// Parses the 36-character form in either case; nil for anything else.
    package init?(_ text: some StringProtocol) {
        var value: UInt128 = 0
        var digits = 0
        for (index, byte) in text.utf8.enumerated() {
            if index == 8 || index == 13 || index == 18 || index == 23 {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let digit = hexadecimalDigit(byte) else { return nil }
            digits += 1
            guard digits <= 32 else { return nil }
            value = value << 4 | UInt128(digit)
        }
        guard digits == 32, text.utf8.count == 36 else { return nil }
        self.init(rawValue: value)
    }

    /// A new UUIDv7 (RFC 9562): milliseconds of `time`, then 74 bits of the system's generator.
    ///
    /// Ids name public files, so every bit that is not time is unguessable; the time part keeps them ordered.
    package static func make(at time: Timestamp) -> ID {
        var generator = SystemRandomNumberGenerator()
        let milliseconds = UInt128(UInt64(max(0, time.microseconds) / 1000)) & 0xffff_ffff_ffff
        let random = UInt128(generator.next()) << 64 | UInt128(generator.next())
        let highRandom = (random >> 64) & 0xfff
        let lowRandom = random & 0x3fff_ffff_ffff_ffff
        return ID(rawValue: milliseconds << 80 | 0x7 << 76 | highRandom << 64 | UInt128(0b10) << 62 | lowRandom)
    }
}

extension ID: CustomStringConvertible {
    /// The lower-case 36-character form.
    package var description: String {
        let rawValue = rawValue
        var bytes: [UInt8] = []
        bytes.reserveCapacity(36)
        for index in 0..<32 {
            if index == 8 || index == 12 || index == 16 || index == 20 { bytes.append(UInt8(ascii: "-")) }
            let digit = UInt8(truncatingIfNeeded: rawValue >> UInt128(124 - 4 * index)) & 0xf
            bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

private func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
}

package typealias AssetID = ID<Asset>
package typealias OrganizationID = ID<Organization>
package typealias UserID = ID<User>
package typealias TokenID = ID<APIToken>
package typealias InvitationID = ID<Invitation>
package typealias IntentID = ID<PublishIntent>
package typealias JobID = ID<Job>
package typealias FolderID = ID<Folder>
package typealias TagID = ID<Tag>

/// A unit of durable background work; its queue is the store's.
package enum Job {}
