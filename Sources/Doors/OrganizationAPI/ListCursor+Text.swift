internal import Cryptography
internal import Library

/// Cursors as clients carry them: opaque, and worth nothing beyond a position in one organization's order.
extension ListCursor {
    var text: String {
        let value =
            switch value {
            case .integer(let number): "i\(number)"
            case .text(let text): "t\(text)"
            }
        return Base64URL.encode(Array("\(sort.text)\n\(id)\n\(value)".utf8))
    }

    init?(_ text: String) {
        guard let bytes = Base64URL.decode(text), let plain = String(validating: bytes, as: UTF8.self) else { return nil }
        let parts = plain.split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let sort = AssetSort(parts[0]), let id = AssetID(parts[1]),
            let value = Value(parts[2], for: sort.field)
        else { return nil }
        self.init(sort: sort, value: value, id: id)
    }
}

extension ListCursor.Value {
    fileprivate init?(_ text: String, for field: AssetSort.Field) {
        let payload = String(text.dropFirst())
        switch (text.first, field) {
        case ("i", .createdAt), ("i", .updatedAt), ("i", .byteSize):
            guard let number = Int64(payload) else { return nil }
            self = .integer(number)
        case ("t", .title): self = .text(payload)
        default: return nil
        }
    }
}
