/// The way to a value in a JSON document: `questions[2].prompt.media`.
///
/// Two ways never have the same text: names that are no plain words stand in brackets and quotes, `meta["a.b"]`.
package struct JSONPath: Hashable, Sendable, CustomStringConvertible {
    package enum Step: Hashable, Sendable {
        case member(String)
        /// From 0.
        case item(Int)
    }

    package var steps: [Step]

    package init(_ steps: [Step] = []) { self.steps = steps }

    package var description: String {
        steps.reduce(into: "") { text, step in
            switch step {
            case .item(let index): text += "[\(index)]"
            case .member(let name) where !Self.isWord(name): text += "[\(JSONDocument.quoted(name))]"
            case .member(let name): text += text.isEmpty ? name : "." + name
            }
        }
    }

    /// The way to what this is in; the document itself is in nothing, and stays.
    package var parent: JSONPath { JSONPath(Array(steps.dropLast())) }

    /// The name of a member, where that is the last step.
    package var lastName: String? {
        if case .member(let name)? = steps.last { name } else { nil }
    }

    /// The index of an item, where that is the last step.
    package var lastIndex: Int? {
        if case .item(let index)? = steps.last { index } else { nil }
    }

    mutating func append(_ step: Step) { steps.append(step) }
    mutating func removeLast() { steps.removeLast() }

    private static func isWord(_ name: String) -> Bool {
        !name.isEmpty && !(name.utf8.first.map { (0x30...0x39).contains($0) } ?? true)
            && name.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte | 0x20) || byte == 0x5f || byte == 0x2d
            }
    }
}
