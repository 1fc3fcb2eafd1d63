/// Puts other addresses into a Markdown text, and leaves every other byte as it was written.
///
/// The parser does not tell where in the text an address stands. So every place that spells one gets a mark, and the marks that come
/// back as addresses tell which places are links and pictures; code and prose keep their words. What was made is parsed again: it must
/// name what it named before, but for the new addresses.
struct MarkdownRewriter {
    /// New addresses by the old, both as the parser gives them.
    private let addresses: [String: String]
    /// The different addresses a text names.
    private let parse: (String) async throws -> Set<String>

    init(_ addresses: [String: String], parse: @escaping (String) async throws -> Set<String>) {
        self.addresses = addresses
        self.parse = parse
    }

    /// Marks of one parse: a text may name 5,000 addresses.
    private static let batch = 2_000
    /// Places that are tried one by one where marks in other places were in the way.
    private static let maximumSingleTries = 64

    /// The text with the new addresses, and the old ones that are in it no more.
    func rewrite(_ text: String) async throws -> (text: String, rewritten: Set<String>) {
        var (text, named, rewritten) = (text, try await parse(text), Set<String>())
        let wanted = addresses.filter { named.contains($0.key) }
        if let result = try await attempt(text, wanted, named) { return result }
        // One of them spoils it for the others.
        guard wanted.count > 1, wanted.count <= Self.maximumSingleTries else { return (text, []) }
        for (old, new) in wanted.sorted(by: { $0.key < $1.key }) {
            guard let (next, done) = try await attempt(text, [old: new], named), !done.isEmpty else { continue }
            text = next
            rewritten.insert(old)
            named = try await parse(text)
        }
        return (text, rewritten)
    }

    /// Nil where the outcome would name anything else than it should.
    private func attempt(
        _ text: String, _ wanted: [String: String], _ named: Set<String>
    ) async throws -> (text: String, rewritten: Set<String>)? {
        if wanted.isEmpty { return (text, []) }
        var source = MarkedText(text, wanted)
        for start in stride(from: 0, to: source.places.count, by: Self.batch) {
            let some = start..<min(start + Self.batch, source.places.count)
            source.confirm(some, by: try await parse(source.marked(some)))
        }
        var result = source.rewritten
        var after = try await parse(result)
        let open = source.unconfirmed(of: Set(wanted.keys).intersection(after)).prefix(Self.maximumSingleTries)
        if !open.isEmpty {
            for index in open { source.confirm(index..<index + 1, by: try await parse(source.marked(index..<index + 1))) }
            result = source.rewritten
            after = try await parse(result)
        }
        // All places of an address, or none.
        let stuck = source.confirmed.filter { after.contains($0) && !wanted.values.contains($0) }
        if !stuck.isEmpty {
            source.leave(stuck)
            result = source.rewritten
            after = try await parse(result)
        }
        let rewritten = source.confirmed
        let new = Set(rewritten.compactMap { wanted[$0] })
        let isSound =
            new.isSubset(of: after) && after.subtracting(wanted.values).isSubset(of: named)
            && named.subtracting(source.confirmed).isSubset(of: after)
        return isSound ? (result, rewritten) : nil
    }
}

/// A Markdown text and the places in it that spell one of some addresses.
private struct MarkedText {
    /// A place that spells an address.
    struct Place {
        let range: Range<Int>
        let address: String
    }

    private let bytes: [UInt8]
    private let wanted: [String: String]
    private let nonce: String
    let places: [Place]
    private var isConfirmed: [Bool]

    init(_ text: String, _ wanted: [String: String]) {
        bytes = Array(text.utf8)
        self.wanted = wanted
        var number = 0
        while text.contains("vx\(number)m") { number += 1 }
        nonce = "vx\(number)m"
        places = AddressSpellings(wanted.keys).places(in: bytes).map { Place(range: $0.range, address: $0.address) }
        isConfirmed = Array(repeating: false, count: places.count)
    }

    /// The text with marks at `some` of the places.
    func marked(_ some: Range<Int>) -> String {
        replacing { index, place in some.contains(index) ? mark(index, place) : nil }
    }

    /// The text with the new addresses at the places that are addresses.
    var rewritten: String {
        replacing { index, place in isConfirmed[index] ? wanted[place.address]?.asMarkdownDestination : nil }
    }

    /// Those of the marked places are addresses whose marks `parsed` has.
    mutating func confirm(_ some: Range<Int>, by parsed: Set<String>) {
        for index in some where parsed.contains(mark(index, places[index])) { isConfirmed[index] = true }
    }

    /// Lets these addresses stand wherever they are.
    mutating func leave(_ addresses: Set<String>) {
        for index in places.indices where addresses.contains(places[index].address) { isConfirmed[index] = false }
    }

    /// Addresses that are rewritten in one place at least.
    var confirmed: Set<String> { Set(places.indices.filter { isConfirmed[$0] }.map { places[$0].address }) }

    func unconfirmed(of addresses: Set<String>) -> [Int] {
        places.indices.filter { !isConfirmed[$0] && addresses.contains(places[$0].address) }
    }

    /// Where both the old and the new address are whole, a mark is one too: only such are links without brackets.
    private func mark(_ index: Int, _ place: Place) -> String {
        let mark = "\(nonce)\(index)z"
        guard place.address.isWholeAddress, wanted[place.address]?.isWholeAddress == true else { return mark }
        return "https://\(mark).invalid"
    }

    private func replacing(_ replacement: (Int, Place) -> String?) -> String {
        var result: [UInt8] = []
        var position = 0
        for (index, place) in places.enumerated() {
            guard let text = replacement(index, place) else { continue }
            result += bytes[position..<place.range.lowerBound]
            result += text.utf8
            position = place.range.upperBound
        }
        return String(decoding: result + bytes[position...], as: UTF8.self)
    }
}

extension String {
    fileprivate var isWholeAddress: Bool {
        let start = prefix(8).lowercased()
        return start.hasPrefix("http://") || start.hasPrefix("https://")
    }

    /// As it stands after `](`: what would end it or be read as something else has a backslash before it.
    fileprivate var asMarkdownDestination: String {
        let isBalanced = hasBalancedParentheses
        var written = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "\\", "<", ">", "&": written += scalar == "&" && !contains(";") ? "&" : "\\\(scalar)"
            case "(", ")": written += isBalanced ? "\(scalar)" : "\\\(scalar)"
            case _ where scalar.value <= 0x20 || scalar.value == 0x7f:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                written += "%" + (digits.count == 1 ? "0" : "") + digits
            default: written.unicodeScalars.append(scalar)
            }
        }
        return written
    }

    private var hasBalancedParentheses: Bool {
        var depth = 0
        for byte in utf8 {
            if byte == UInt8(ascii: "(") { depth += 1 }
            if byte == UInt8(ascii: ")") { depth -= 1 }
            if depth < 0 || depth > 16 { return false }
        }
        return depth == 0
    }
}
