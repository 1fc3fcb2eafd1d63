/// The list of an `If-Match` or `If-None-Match` field.
enum EntityTags {
    case any
    case list([EntityTag])

    struct EntityTag: Equatable {
        let isWeak: Bool
        /// With its quotes.
        let opaque: Substring
    }

    /// Nil for a field that is no list of entity tags.
    init?(_ field: String) {
        let text = field[...].trimmed
        if text == "*" {
            self = .any
            return
        }
        var tags: [EntityTag] = []
        var rest = text
        while !rest.isEmpty {
            guard let (tag, after) = Self.first(rest) else { return nil }
            tags.append(tag)
            rest = after.trimmed
            guard rest.isEmpty || rest.hasPrefix(",") else { return nil }
            while rest.hasPrefix(",") { rest = rest.dropFirst().trimmed }
        }
        self = .list(tags)
    }

    private static func first(_ text: Substring) -> (EntityTag, Substring)? {
        let isWeak = text.hasPrefix("W/")
        let quoted = isWeak ? text.dropFirst(2) : text
        guard quoted.hasPrefix("\""), let end = quoted.dropFirst().firstIndex(of: "\"") else { return nil }
        return (EntityTag(isWeak: isWeak, opaque: quoted[...end]), quoted[quoted.index(after: end)...])
    }

    /// Whether the strong tag `current` is in the list, by the strong comparison.
    func containsStrongly(_ current: String) -> Bool {
        switch self {
        case .any: true
        case .list(let tags): tags.contains { !$0.isWeak && $0.opaque == current }
        }
    }

    /// Whether the strong tag `current` is in the list, by the weak comparison.
    func containsWeakly(_ current: String) -> Bool {
        switch self {
        case .any: true
        case .list(let tags): tags.contains { $0.opaque == current }
        }
    }
}

extension Substring {
    /// Without spaces and tabs at both ends.
    var trimmed: Substring {
        var result = self
        while let first = result.utf8.first, FieldCharacters.isBlank(first) { result = result.dropFirst() }
        while let last = result.utf8.last, FieldCharacters.isBlank(last) { result = result.dropLast() }
        return result
    }
}
