/// Character classes of RFC 9110 5.6.
enum FieldCharacters {
    // One bit for each ASCII code, 0–63 and 64–127: letters, digits and !#$%&'*+-.^_`|~. Written out, as a global that has to be
    // computed is asked for by a call, byte by byte.
    private static let tokenLow: UInt64 = 0x03ff_6cfa_0000_0000
    private static let tokenHigh: UInt64 = 0x57ff_ffff_c7ff_fffe

    /// A byte that may be part of a token.
    @inline(__always)
    static func isToken(_ byte: UInt8) -> Bool {
        byte < 64 ? tokenLow >> UInt64(byte) & 1 == 1 : byte < 128 && tokenHigh >> UInt64(byte &- 64) & 1 == 1
    }

    /// A control character other than tab; none may be part of a field value.
    @inline(__always)
    static func isControl(_ byte: UInt8) -> Bool { (byte < 32 && byte != 9) || byte == 127 }

    @inline(__always)
    static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }

    /// Whether `text` is a token: one character or more, all of the class.
    static func isToken(_ text: some StringProtocol) -> Bool { !text.isEmpty && text.utf8.allSatisfy(isToken) }
}
