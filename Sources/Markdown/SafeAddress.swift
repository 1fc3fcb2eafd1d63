/// Which addresses a rendered document may hold.
enum SafeAddress {
    /// Schemes that run something, or hold a document of their own.
    private static let refused: Set<String> = [
        "javascript", "vbscript", "data", "file", "blob", "filesystem", "view-source", "jar", RewrittenMarkdown.scheme,
    ]

    /// `address`, or nothing where its scheme is refused.
    static func checked(_ address: String) -> String {
        guard let scheme = scheme(of: address), refused.contains(scheme) else { return address }
        return ""
    }

    /// Whether a player may load it.
    static func isPlayable(_ address: String) -> Bool {
        if address.isEmpty { return false }
        guard let scheme = scheme(of: address) else { return true }
        return scheme == "https" || scheme == "http"
    }

    /// What stands before the first colon, as a browser reads it: it drops white space and controls wherever they are.
    private static func scheme(of address: String) -> String? {
        var name = ""
        for scalar in address.unicodeScalars where scalar.value > 0x20 && !(0x7f...0xa0).contains(scalar.value) {
            switch scalar {
            case ":": return name.lowercased()
            case "/", "?", "#": return nil
            default: name.unicodeScalars.append(scalar)
            }
            if name.utf8.count > 64 { return nil }
        }
        return nil
    }
}
