internal import CCurl

/// The header fields of an answer.
package struct HTTPClientHeaders: Sendable {
    /// In order of arrival, names as the server spelt them.
    package private(set) var fields: [(name: String, value: String)] = []

    init() {}

    /// The first field of this name, whatever the case of its letters.
    package subscript(name: String) -> String? {
        fields.first { isSameName($0.name, name) }?.value
    }

    /// All fields of this name, in order of arrival.
    package func values(_ name: String) -> [String] {
        fields.filter { isSameName($0.name, name) }.map(\.value)
    }

    /// A field that holds a date, in seconds since 1970.
    package func date(_ name: String) -> Int64? {
        guard let text = self[name] else { return nil }
        let seconds = curl_getdate(text, nil)
        return seconds < 0 ? nil : Int64(seconds)
    }

    /// Adds one line of a head; false when it is no field.
    mutating func append(line: Substring.UTF8View) -> Bool {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon != line.startIndex else { return false }
        let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        let value = line[line.index(after: colon)...].drop(while: isBlank)
        let end = value.lastIndex { !isBlank($0) }.map { value.index(after: $0) } ?? value.startIndex
        fields.append((String(Substring(line[..<colon])), String(Substring(value[..<end]))))
        return true
    }
}

/// Field names are ASCII, and only ASCII letters have a case in them.
private func isSameName(_ left: String, _ right: String) -> Bool {
    left.utf8.count == right.utf8.count && zip(left.utf8, right.utf8).allSatisfy { lowercased($0) == lowercased($1) }
}

private func lowercased(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
}
