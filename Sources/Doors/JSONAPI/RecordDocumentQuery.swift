internal import Cryptography
internal import Library

extension RecordKind {
    private var fields: [String: Set<String>] {
        [rawValue: RecordResource.fields, MediaResource.type: MediaResource.fields]
    }

    /// What the query of a list of them may ask.
    var list: DocumentQuery.Offer {
        DocumentQuery.Offer(includes: ["medias"], fields: fields, sorts: ["created_at", "name"])
    }

    /// What the query about one of them may ask.
    var one: DocumentQuery.Offer { DocumentQuery.Offer(includes: ["medias"], fields: fields) }

    func records(_ query: inout DocumentQuery) -> RecordQuery {
        var records = RecordQuery(limit: query.size)
        if let sort = query.sort {
            records.sort = RecordSort(field: sort.field == "name" ? .name : .createdAt, descending: sort.descending)
        }
        let field = records.sort.field
        records.after = query.position { text in RecordCursor(text).flatMap { $0.field == field ? $0 : nil } }
        return records
    }
}

/// Cursors of a list of companies or people as clients carry them.
extension RecordCursor {
    var text: String {
        let value =
            switch value {
            case .createdAt(let moment): "c\(id)\(moment.microseconds)"
            case .name(let name): "n\(id)\(name)"
            }
        return Base64URL.encode(Array(value.utf8))
    }

    init?(_ text: String) {
        guard let bytes = Base64URL.decode(text), let plain = String(validating: bytes, as: UTF8.self),
            let id = ContentItemID(String(plain.dropFirst().prefix(36)))
        else { return nil }
        let rest = String(plain.dropFirst(37))
        switch plain.first {
        case "c":
            guard let moment = Int64(rest) else { return nil }
            self.init(value: .createdAt(Timestamp(microseconds: moment)), id: id)
        case "n": self.init(value: .name(rest), id: id)
        default: return nil
        }
    }

    fileprivate var field: RecordSort.Field {
        switch value {
        case .createdAt: .createdAt
        case .name: .name
        }
    }
}
