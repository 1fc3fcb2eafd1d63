@_spi(_Unicode) import Swift

extension String {
    /// Unicode Normalization Form C, in which every name is stored (M7, SAFETY: NFC twins).
    package var normalizedNFC: String {
        if utf8.allSatisfy({ $0 < 0x80 }) { return self }
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: _nfc)
        return String(scalars)
    }

    /// The form names are compared and searched in: NFC of the lower-cased NFC.
    package var folded: String { normalizedNFC.lowercased().normalizedNFC }
}

extension Unicode.Scalar {
    /// Control characters (tab and line breaks included) and the marks that reorder or hide text around them.
    package var isControlOrBidirectional: Bool {
        switch value {
        case 0...0x1f, 0x7f...0x9f: true
        case 0x061c, 0x200e, 0x200f, 0x202a...0x202e, 0x2066...0x2069: true
        case 0xfff9...0xfffb, 0x2028, 0x2029, 0xfeff: true
        default: false
        }
    }
}
