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
    private let groupSeparator: String

    init(language: String, phrases: [String: Phrase]) {
        self.language = language
        self.phrases = phrases
        direction = phrases["locale.direction"]?.other.filled { _ in nil } ?? "ltr"
        groupSeparator = phrases["number.group"]?.other.filled { _ in nil } ?? ","
    }

    /// The sentence, with `{name}` places filled; the key itself when the language has none.
    package func callAsFunction(_ key: String, _ values: KeyValuePairs<String, String> = [:]) -> String {
        phrase(key, values) ?? key
    }

    /// The sentence for a number, whose `{count}` place is filled with its grouped digits.
    package func callAsFunction(_ key: String, count: Int, _ values: KeyValuePairs<String, String> = [:]) -> String {
        guard let phrase = phrases[key] else { return key }
        let form = count == 1 ? phrase.one ?? phrase.other : phrase.other
        return form.filled { name in
            name == "count" ? groupedDigits(count, separator: groupSeparator) : value(name, in: values)
        }
    }

    /// The sentence, or nil when the language has none.
    package func phrase(_ key: String, _ values: KeyValuePairs<String, String> = [:]) -> String? {
        phrases[key]?.other.filled { value($0, in: values) }
    }

    /// Every key the language has.
    package var keys: Set<String> { Set(phrases.keys) }

    private func value(_ name: String, in values: KeyValuePairs<String, String>) -> String? {
        values.first { $0.key == name }?.value
    }
}
