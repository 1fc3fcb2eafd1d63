/// Values inside a value, by the way to them.
extension JSONValue {
    /// What is at `path`; nil where nothing is.
    package func value(at path: JSONPath) -> JSONValue? {
        path.steps.reduce(JSONValue?.some(self)) { value, step in
            switch (step, value) {
            case (.member(let name), .object(let members)?): members[name]
            case (.item(let index), .array(let items)?): items.indices.contains(index) ? items[index] : nil
            default: nil
            }
        }
    }

    /// This value with another at `path`, or without it where `value` is nil. Objects on the way are made where nothing is; lists only
    /// grow at their end. What cannot be done changes nothing.
    package func setting(_ value: JSONValue?, at path: JSONPath) -> JSONValue { setting(value, at: path.steps[...]) }

    private func setting(_ value: JSONValue?, at steps: ArraySlice<JSONPath.Step>) -> JSONValue {
        guard let step = steps.first else { return value ?? .null }
        let rest = steps.dropFirst()
        switch (step, self) {
        case (.member(let name), .object(var members)):
            members[name] = rest.isEmpty ? value : (members[name] ?? .null).setting(value, at: rest)
            return .object(members)
        case (.member, .null): return JSONValue.object([:]).setting(value, at: steps)
        case (.item(let index), .array(var items)) where items.indices.contains(index):
            if rest.isEmpty, value == nil {
                items.remove(at: index)
            } else {
                items[index] = items[index].setting(value, at: rest)
            }
            return .array(items)
        case (.item(let index), .array(let items)) where index == items.count:
            return value == nil ? self : .array(items + [JSONValue.null.setting(value, at: rest)])
        case (.item(0), .null): return JSONValue.array([]).setting(value, at: steps)
        default: return self
        }
    }
}

extension JSONPath {
    /// Reads what ``description`` writes of names that are plain words; nil for anything else.
    package init?(_ text: String) {
        var steps: [Step] = []
        var rest = text[...]
        while let first = rest.first {
            if first == "[" {
                guard let end = rest.firstIndex(of: "]"), let index = Int(rest[rest.index(after: rest.startIndex)..<end]),
                    index >= 0
                else { return nil }
                steps.append(.item(index))
                rest = rest[rest.index(after: end)...]
            } else {
                if first == "." { rest = rest.dropFirst() }
                let name = rest.prefix { $0 != "." && $0 != "[" }
                guard !name.isEmpty, !name.contains("]") else { return nil }
                steps.append(.member(String(name)))
                rest = rest[name.endIndex...]
            }
        }
        self.init(steps)
    }

    package func member(_ name: String) -> JSONPath { JSONPath(steps + [.member(name)]) }
    package func item(_ index: Int) -> JSONPath { JSONPath(steps + [.item(index)]) }
}
