/// The values of an organization's rules in plain words.
struct RuleWords {
    let t: Localization

    /// What the rule is about.
    func label(_ field: String) -> String { t.phrase("rule.\(field)") ?? field }

    /// A value: by its own words for this rule, as a size or a number of days, or as it is written.
    func value(_ value: String, of field: String) -> String {
        if let words = t.phrase("rule.\(field).\(value)") { return words }
        if field.hasSuffix("Role") { return t.phrase("rule.role.\(value)") ?? value }
        switch field {
        case "largestFileBytes", "maxFileBytes", "maxStorageBytes": return value
        case "trashDays": return Int(value).map { t("rule.trashDays.days", count: $0) } ?? value
        case "acceptedTypes":
            return value.split(separator: ",").map { word in
                let word = String(word.drop { $0 == " " })
                return t.phrase("kinds.\(word)") ?? word
            }.joined(separator: ", ")
        default: return value
        }
    }
}
