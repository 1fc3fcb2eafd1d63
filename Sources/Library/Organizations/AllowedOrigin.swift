/// The origins of other sites whose pages may use an organization's API with a token.
package enum AllowedOrigin {
    /// More would be a list nobody looks after.
    package static let maximumCount = 50

    /// An origin as browsers write it: `scheme://host[:port]` in lower case, a port that goes without saying left out.
    ///
    /// Nil for anything else: a path, a wildcard, a user, another scheme than http and https.
    package static func normalized(_ text: String) -> String? {
        let origin = text.trimmedWhitespace.lowercased()
        guard origin.utf8.count <= 255, let scheme = ["https", "http"].first(where: { origin.hasPrefix($0 + "://") }) else {
            return nil
        }
        let authority = origin.dropFirst(scheme.count + 3)
        let hostEnd =
            authority.hasPrefix("[") ? authority.firstIndex(of: "]").map(authority.index(after:)) : authority.firstIndex(of: ":")
        let host = authority[..<(hostEnd ?? authority.endIndex)]
        let port = authority[host.endIndex...]
        guard isHost(host) else { return nil }
        if port.isEmpty { return origin }
        guard let number = self.port(port.dropFirst()) else { return nil }
        return number == (scheme == "https" ? 443 : 80) ? "\(scheme)://\(host)" : "\(scheme)://\(host):\(number)"
    }

    /// The origins in a text, apart by commas, spaces or lines, each once and in its normal form; nil when one is none, or they are too many.
    package static func list(_ text: String) -> [String]? {
        var origins: [String] = []
        for piece in text.split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
            guard let origin = normalized(String(piece)) else { return nil }
            if !origins.contains(origin) { origins.append(origin) }
        }
        return origins.count <= maximumCount ? origins : nil
    }

    private static func isHost(_ host: Substring) -> Bool {
        if host.hasPrefix("[") {
            let address = host.dropFirst().dropLast()
            return host.hasSuffix("]") && address.contains(":")
                && address.utf8.allSatisfy { isHexadecimal($0) || $0 == 0x3a || $0 == 0x2e }
        }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        return labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                && label.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
        }
    }

    private static func port(_ digits: Substring) -> Int? {
        guard (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = Int(digits)
        else {
            return nil
        }
        return (1...65_535).contains(number) ? number : nil
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool { isLetterOrDigit(byte) && byte <= UInt8(ascii: "f") }
}
