/// A cookie for the client to keep.
package struct SetCookie: Sendable {
    /// Whether it goes along with requests that other sites cause.
    package enum SameSite: String, Sendable {
        case strict = "Strict"
        case lax = "Lax"
        case none = "None"
    }

    package let name: String
    package let value: String
    package var path = "/"
    /// Seconds to live; nil until the browser closes, 0 to remove it.
    package var maximumAge: Int?
    package var isHTTPOnly = true
    package var isSecure = false
    package var sameSite: SameSite? = .lax

    /// Nil when `name` is no token or `value` holds what a cookie may not (RFC 6265 4.1.1).
    package init?(name: String, value: String) {
        guard FieldCharacters.isToken(name), value.utf8.allSatisfy(Self.isAllowed) else { return nil }
        self.name = name
        self.value = value
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        byte > 32 && byte < 127 && ![UInt8(ascii: "\""), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\\")].contains(byte)
    }

    /// The value of the `Set-Cookie` field.
    package var headerValue: String {
        var parts = ["\(name)=\(value)", "Path=\(path)"]
        if let maximumAge { parts.append("Max-Age=\(maximumAge)") }
        if isHTTPOnly { parts.append("HttpOnly") }
        if isSecure { parts.append("Secure") }
        if let sameSite { parts.append("SameSite=\(sameSite.rawValue)") }
        return parts.joined(separator: "; ")
    }
}
