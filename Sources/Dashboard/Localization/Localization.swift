/// The sentences of one language, looked up by key.
///
///     t("greeting")                              // "Welcome"
///     t("asset.copy", ["name": "photo.jpg"])     // "Copy the address of photo.jpg"
///     t("library.count", count: 12)              // "12 items", by the plural form of the number
package struct Localization: Sendable {
    /// A BCP 47 tag, for `lang`.
    package let language: String
    /// `ltr` or `rtl`, for `dir`.
    package let direction: String
    private let phrases: [String: Phrase]

    init(language: String, phrases: [String: Phrase]) {
        self.language = language
        self.phrases = phrases
        self.direction = phrases["locale.direction"]?.other ?? "ltr"
    }

    /// The sentence, with `{name}` places filled; the key itself when the language has none.
    package func callAsFunction(_ key: String, _ values: KeyValuePairs<String, String> = [:]) -> String {
        phrase(key, values) ?? key
    }

    /// The sentence for a number, whose `{count}` place is filled with its grouped digits.
    package func callAsFunction(_ key: String, count: Int, _ values: KeyValuePairs<String, String> = [:]) -> String {
        guard let phrase = phrases[key] else { return key }
        let form = count == 1 ? phrase.one ?? phrase.other : phrase.other
        return fill(form, [("count", grouped(count))] + Array(values))
    }

    /// The sentence, or nil when the language has none.
    package func phrase(_ key: String, _ values: KeyValuePairs<String, String> = [:]) -> String? {
        phrases[key].map { fill($0.other, Array(values)) }
    }

    /// Every key the language has.
    package var keys: Set<String> { Set(phrases.keys) }

    /// Fills every `{name}` in one pass, so that a value holding braces is never filled again.
    private func fill(_ text: String, _ values: [(key: String, value: String)]) -> String {
        var rest = text[...]
        var filled = ""
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let name = rest[rest.index(after: open)..<close]
            filled += rest[..<open]
            filled += values.first { $0.key == name }?.value ?? String(rest[open...close])
            rest = rest[rest.index(after: close)...]
        }
        return filled + rest
    }

    private func grouped(_ number: Int) -> String {
        groupedDigits(number, separator: phrases["number.group"]?.other ?? ",")
    }
}
