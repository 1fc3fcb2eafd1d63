/// The parts of a text that may be addresses, such as what stands between the quotes of an attribute.
struct AddressesInText: Sequence, IteratorProtocol {
    private let text: String
    private var position: String.Index

    init(_ text: String) {
        self.text = text
        position = text.startIndex
    }

    mutating func next() -> Range<String.Index>? {
        while position < text.endIndex {
            guard let start = text[position...].firstIndex(where: { !Self.ends($0) }) else { break }
            let end = text[start...].firstIndex(where: Self.ends) ?? text.endIndex
            position = end
            if let range = address(in: start..<end) { return range }
        }
        position = text.endIndex
        return nil
    }

    /// A word with a slash in it, without an attribute's name before it and a sentence's marks after it.
    private func address(in word: Range<String.Index>) -> Range<String.Index>? {
        guard let slash = text[word].firstIndex(of: "/") else { return nil }
        let before = text[word.lowerBound..<slash]
        let start = before.lastIndex(of: "=").map { text.index(after: $0) } ?? word.lowerBound
        var end = word.upperBound
        while end > start, ".,;:!?".contains(text[text.index(before: end)]) { end = text.index(before: end) }
        return start < end ? start..<end : nil
    }

    private static func ends(_ character: Character) -> Bool {
        character.isWhitespace || "\"'<>()[]{}`|,;".contains(character)
    }
}
