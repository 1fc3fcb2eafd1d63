/// Changing the outermost members of an object, everything else staying byte for byte.
extension JSONDocument {
    /// The document with `source`, which is JSON, as the value of its outermost member `name`, added at the end where there is none;
    /// nil where the document is no object.
    package func setting(_ name: String, to source: String) -> String? {
        guard case .object(let members) = value else { return nil }
        if let range = outline.members[name] { return replacing(range, with: source) }
        guard let end = bytes.lastIndex(of: UInt8(ascii: "}")) else { return nil }
        let member = Self.quoted(name) + ":" + source
        return replacing(end..<end, with: members.isEmpty ? member : "," + member)
    }

    private func replacing(_ range: Range<Int>, with text: String) -> String {
        String(decoding: bytes[..<range.lowerBound] + Array(text.utf8) + bytes[range.upperBound...], as: UTF8.self)
    }
}
