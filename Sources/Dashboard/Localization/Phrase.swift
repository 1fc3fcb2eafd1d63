/// A sentence with its form for one and its form for every other number.
struct Phrase: Sendable {
    var one: Sentence?
    var other: Sentence
}

/// A sentence split at its `{name}` places when it is read, so that filling it is only joining.
struct Sentence: Sendable {
    private enum Piece {
        case words(String)
        case place(String)
    }

    private var pieces: [Piece] = []

    init(_ text: String) {
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            if open > rest.startIndex { pieces.append(.words(String(rest[..<open]))) }
            pieces.append(.place(String(rest[rest.index(after: open)..<close])))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { pieces.append(.words(String(rest))) }
    }

    /// The sentence with its places filled; a place without a value stays as it is written.
    func filled(_ value: (String) -> String?) -> String {
        if pieces.count == 1, case .words(let words) = pieces[0] { return words }
        var text = ""
        for piece in pieces {
            switch piece {
            case .words(let words): text += words
            case .place(let name): text += value(name) ?? "{\(name)}"
            }
        }
        return text
    }
}
