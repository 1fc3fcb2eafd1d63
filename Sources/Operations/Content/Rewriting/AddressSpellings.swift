/// Finds the places in Markdown that spell one of some addresses: as they are, with backslashes, or with entities.
struct AddressSpellings {
    private struct Node {
        var next: [UInt8: Int] = [:]
        var address: String?
    }

    private var nodes = [Node()]

    init(_ addresses: some Sequence<String>) {
        for address in addresses where !address.isEmpty {
            var node = 0
            for byte in address.utf8 {
                if let next = nodes[node].next[byte] {
                    node = next
                } else {
                    nodes.append(Node())
                    nodes[node].next[byte] = nodes.count - 1
                    node = nodes.count - 1
                }
            }
            nodes[node].address = address
        }
    }

    /// From left to right, none within another, the longest where several begin together. Gives up, finding no more, in texts made to
    /// look like addresses almost everywhere.
    func places(in bytes: [UInt8]) -> [(range: Range<Int>, address: String)] {
        var places: [(Range<Int>, String)] = []
        var position = 0
        var budget = 64 * bytes.count + 1_000_000
        while position < bytes.count, budget > 0 {
            let mayBegin = position == 0 || !Self.continues(bytes[position - 1])
            if mayBegin, let (end, address) = longest(in: bytes, at: position, &budget) {
                places.append((position..<end, address))
                position = end
            } else {
                position += 1
                budget -= 1
            }
        }
        return places
    }

    private func longest(in bytes: [UInt8], at start: Int, _ budget: inout Int) -> (end: Int, address: String)? {
        var found: (Int, String)?
        var (node, position) = (0, start)
        while position < bytes.count {
            budget -= 1
            guard let (next, length) = step(from: node, bytes, position) else { break }
            node = next
            position += length
            if let address = nodes[node].address { found = (position, address) }
        }
        return found
    }

    private func step(from node: Int, _ bytes: [UInt8], _ position: Int) -> (node: Int, length: Int)? {
        if let (decoded, length) = Self.escape(in: bytes, at: position) {
            var reached: Int? = node
            for byte in decoded { reached = reached.flatMap { nodes[$0].next[byte] } }
            if let reached { return (reached, length) }
        }
        return nodes[node].next[bytes[position]].map { ($0, 1) }
    }

    /// Whether no address begins after this byte, because it is one's middle, or a label's beginning.
    private static func continues(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || "/.-%[".utf8.contains(byte)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte | 0x20)
    }

    /// What a backslash or an entity at `position` stands for, and how long it is.
    private static func escape(in bytes: [UInt8], at position: Int) -> (decoded: [UInt8], length: Int)? {
        switch bytes[position] {
        case UInt8(ascii: "\\"):
            guard position + 1 < bytes.count else { return nil }
            let next = bytes[position + 1]
            return (0x21...0x7e).contains(next) && !isLetterOrDigit(next) ? ([next], 2) : nil
        case UInt8(ascii: "&"):
            let window = bytes[(position + 1)..<min(position + 12, bytes.count)]
            guard let end = window.firstIndex(of: UInt8(ascii: ";")) else { return nil }
            let name = String(decoding: bytes[(position + 1)..<end], as: UTF8.self)
            return entity(name).map { (Array($0.utf8), end + 1 - position) }
        default: return nil
        }
    }

    /// Numbers, and the names that stand for what addresses may hold; others are rare enough to be told as not rewritten.
    private static func entity(_ name: String) -> String? {
        if name.hasPrefix("#") {
            let digits = name.dropFirst()
            let isHexadecimal = digits.first == "x" || digits.first == "X"
            let number = UInt32(isHexadecimal ? digits.dropFirst() : digits, radix: isHexadecimal ? 16 : 10)
            return number.flatMap(Unicode.Scalar.init).map { String(Character($0)) }
        }
        return entities[name]
    }

    private static let entities = [
        "amp": "&", "AMP": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{a0}", "lpar": "(", "rpar": ")",
        "lowbar": "_", "num": "#", "percnt": "%", "plus": "+", "equals": "=", "quest": "?", "colon": ":", "sol": "/", "ast": "*",
        "auml": "ä", "ouml": "ö", "uuml": "ü", "Auml": "Ä", "Ouml": "Ö", "Uuml": "Ü", "szlig": "ß", "eacute": "é", "egrave": "è",
        "agrave": "à", "ccedil": "ç", "ntilde": "ñ", "aring": "å", "oslash": "ø",
    ]
}
