/// The value of a `Content-Disposition` field with a file name (RFC 6266, RFC 8187).
package enum ContentDisposition {
    /// Has the browser save the file under `fileName`.
    package static func attachment(fileName: String) -> String { value("attachment", fileName) }

    /// Has the browser show the file, and call it `fileName` when it is saved.
    package static func inline(fileName: String) -> String { value("inline", fileName) }

    private static func value(_ kind: String, _ fileName: String) -> String {
        if isPlain(fileName) { return "\(kind); filename=\"\(fileName)\"" }
        let name = cleaned(fileName)
        let fallback = asciiFallback(name)
        let plain = "\(kind); filename=\"\(fallback)\""
        // The second form is for names the first cannot carry; clients that know it prefer it.
        return fallback == name ? plain : plain + "; filename*=UTF-8''\(PercentEncoding.encode(name, for: .pathSegment))"
    }

    /// Printable ASCII without the characters the work below is about: most names.
    private static func isPlain(_ name: String) -> Bool {
        name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "%"), UInt8(ascii: "/"), UInt8(ascii: "\\"): false
            default: (32..<127).contains(byte)
            }
        } && !name.isEmpty && name != "." && name != ".."
    }

    /// Without controls and direction marks, which hide what a name is, and without path separators.
    private static func cleaned(_ name: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in name.unicodeScalars where !isHiding(scalar) {
            scalars.append(scalar == "/" || scalar == "\\" ? "_" : scalar)
        }
        let cleaned = String(scalars)
        return cleaned.isEmpty || cleaned == "." || cleaned == ".." ? "file" : cleaned
    }

    private static func isHiding(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: scalar.properties.isBidiControl
        }
    }

    /// Quotes end the string, and some clients decode percent signs in it: both become `_`, like what is not ASCII.
    private static func asciiFallback(_ name: String) -> String {
        String(
            String.UnicodeScalarView(
                name.unicodeScalars.map { $0.isASCII && $0 != "\"" && $0 != "%" ? $0 : "_" }))
    }
}
