/// `/organization/assets/{id}` or `/files/{key...}`, taken apart.
struct RoutePattern {
    enum Segment: Equatable {
        case fixed(String)
        case parameter(String)
        case rest(String)
    }

    let segments: [Segment]

    /// Nil unless the text begins with `/`, every placeholder has a name of its own, and a rest comes last.
    init?(_ text: String) {
        guard text.hasPrefix("/") else { return nil }
        segments = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map(Self.segment)
        let names = segments.compactMap(\.name)
        guard !names.contains(""), Set(names).count == names.count else { return nil }
        guard !segments.dropLast().contains(where: \.isRest) else { return nil }
    }

    private static func segment(_ text: Substring) -> Segment {
        guard text.hasPrefix("{"), text.hasSuffix("}") else { return .fixed(String(text)) }
        let name = text.dropFirst().dropLast()
        return name.hasSuffix("...") ? .rest(String(name.dropLast(3))) : .parameter(String(name))
    }
}

extension RoutePattern.Segment {
    var name: String? {
        switch self {
        case .fixed: nil
        case .parameter(let name), .rest(let name): name
        }
    }

    var isRest: Bool {
        if case .rest = self { return true }
        return false
    }
}
