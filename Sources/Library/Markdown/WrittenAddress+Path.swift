extension WrittenAddress {
    /// The address that means `path` wherever Markdown may hold one: in brackets or not, in pointed brackets, in a definition.
    ///
    /// Letters stay readable in every language; of ASCII the marks that end an address, or mean something else in one, are
    /// percent-encoded, which reading takes back (M44).
    package init(path: String, fragment: String = "") {
        var bytes: [UInt8] = []
        for byte in path.utf8 {
            if byte <= 0x20 || byte == 0x7f || Self.encoded.contains(byte) {
                let digits = String(byte, radix: 16, uppercase: true)
                bytes += Array(("%" + (digits.utf8.count == 1 ? "0" : "") + digits).utf8)
            } else {
                bytes.append(byte)
            }
        }
        self.init(String(decoding: bytes, as: UTF8.self) + fragment)
    }

    private static let encoded = Set(##""#%&'()*:<>?[\]^`{|}"##.utf8)
}
