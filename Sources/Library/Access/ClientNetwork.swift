/// What failed sign-ins are counted by: an IPv4 address, or the /64 network that one IPv6 subscriber has.
package enum ClientNetwork {
    /// The network a numeric address is in; anything else stands for itself.
    package static func of(_ address: String) -> String {
        let text = address.split(separator: "%", omittingEmptySubsequences: false).first.map(String.init) ?? ""
        guard text.contains(":"), let groups = groups(text) else { return address }
        return groups.prefix(4).map { String($0, radix: 16) }.joined(separator: ":") + "::/64"
    }

    /// The eight groups of an IPv6 address, `::` filled in; nil for what is none, or for one that holds an IPv4 address.
    private static func groups(_ text: String) -> [UInt16]? {
        let halves = halves(text)
        guard halves.count <= 2 else { return nil }
        let parts = halves.map { half in half.isEmpty ? [] : half.split(separator: ":", omittingEmptySubsequences: false) }
        let numbers = parts.map { $0.map { $0.utf8.count <= 4 ? UInt16($0, radix: 16) : nil } }
        guard numbers.allSatisfy({ !$0.contains(nil) }) else { return nil }
        let (head, tail) = (numbers[0].compactMap(\.self), halves.count == 2 ? numbers[1].compactMap(\.self) : [])
        let missing = 8 - head.count - tail.count
        guard halves.count == 2 ? missing >= 1 : missing == 0 else { return nil }
        return head + Array(repeating: 0, count: missing) + tail
    }

    private static func halves(_ text: String) -> [Substring] {
        guard let gap = text.firstRange(of: "::") else { return [text[...]] }
        let rest = text[gap.upperBound...]
        return rest.contains("::") ? ["", "", ""] : [text[..<gap.lowerBound], rest]
    }
}
