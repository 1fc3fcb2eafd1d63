package import JSON
package import Library

/// A body while somebody edits it: what was typed is put into it, and everything else stays.
package struct BodyDraft: Sendable {
    package let type: ContentType
    package private(set) var value: JSONValue
    private let shape: BodyShape

    /// Nil where the type has no editor of its own, or the body cannot be shown in it without losing something.
    package init?(_ source: String, of type: ContentType) {
        guard let shape = BodyShape(type) else { return nil }
        let text = source.isEmpty ? "{}" : source
        guard let value = try? JSONParser.parse(Array(text.utf8)), value.keepsNumbers,
            BodyField.fields(of: value, shape) != nil
        else { return nil }
        (self.type, self.shape, self.value) = (type, shape, value)
    }

    /// Its fields, in order.
    package var fields: [BodyField] {
        guard case .record(_, _, let fields)? = BodyField.fields(of: value, shape) else { return [] }
        return fields
    }

    /// Puts in what was typed; texts that were and are empty leave no trace.
    package mutating func type(_ text: String, at path: JSONPath) {
        let present = value.value(at: path)
        if present == .string(text) || (text.isEmpty && (present ?? .null) == .null) { return }
        replace(.string(text), at: path)
    }

    package mutating func add(_ kind: String, to path: JSONPath) {
        let count: Int
        switch value.value(at: path) ?? .null {
        case .null:
            replace(.array([]), at: path)
            count = 0
        case .array(let items): count = items.count
        default: return
        }
        replace(BodyShape.newItem(kind), at: path.item(count))
    }

    package mutating func remove(_ path: JSONPath) { replace(nil, at: path) }

    /// Moves an item of a list by one place, where there is one.
    package mutating func move(_ path: JSONPath, by step: Int) {
        guard let index = path.lastIndex, case .array(var items)? = value.value(at: path.parent),
            items.indices.contains(index), items.indices.contains(index + step)
        else { return }
        items.swapAt(index, index + step)
        replace(.array(items), at: path.parent)
    }

    /// Has the media at `path` be `asset`; what an object says besides stays, but for the address of what was there before.
    package mutating func choose(_ asset: Asset, at path: JSONPath) {
        guard case .object(var members)? = value.value(at: path) else {
            return replace(.object(["assetId": .string("\(asset.id)")]), at: path)
        }
        members["assetId"] = .string("\(asset.id)")
        for name in ["url", "src", "href"] where members["type"] != .string("button") {
            if members[name] != nil { members[name] = asset.publicAddress.map(JSONValue.string) }
        }
        if type == .lesson { describe(asset, &members, isVideo: path.steps.first == .member("videos")) }
        replace(.object(members), at: path)
    }

    /// Takes the asset off the media at `path`.
    package mutating func clear(_ path: JSONPath) {
        guard case .object(var members)? = value.value(at: path) else { return replace(nil, at: path) }
        for name in ["assetId", "url", "src", "href", "link", "key"] { members[name] = nil }
        // What is an item of a list, or has words of its own, stays.
        replace(members.isEmpty && path.lastIndex == nil ? nil : .object(members), at: path)
    }

    /// An entry as the payload of lessons has it (M39).
    private func describe(_ asset: Asset, _ members: inout [String: JSONValue], isVideo: Bool) {
        let name = asset.metadata.title ?? asset.metadata.displayName
        members["link"] = asset.publicAddress.map(JSONValue.string)
        members["key"] = nil
        if isVideo {
            members["title"] = .string(name)
            members["type"] = .string(
                asset.provider == .upload ? "upload" : asset.provider == .youtube ? "youtube" : "generic")
        } else {
            members["name"] = .string(name)
            members["size"] = asset.byteSize.map { .number(Double($0)) }
        }
    }

    /// Whatever is done, the body stays one that the editor can show.
    private mutating func replace(_ new: JSONValue?, at path: JSONPath) {
        if path.steps.isEmpty { return }
        let next = value.setting(new, at: path)
        if BodyField.fields(of: next, shape) != nil { value = next }
    }
}
