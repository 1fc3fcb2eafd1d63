/// A company or a person, and the media of theirs that are in the library (M40).
package struct Record: Sendable {
    package let item: ContentItem
    /// What has been theirs the shortest comes first.
    package let media: [Asset]

    package init(item: ContentItem, media: [Asset]) {
        self.item = item
        self.media = media
    }

    /// That of the newest pivot whose media is not deleted (M40).
    package var primaryMedia: Asset? { media.first }

    /// More than anybody shows of one company, and few enough for a page of a hundred of them.
    package static let maximumMedia = 100

    /// The name as it is stored; throws ``RecordError`` `invalidFields`.
    package static func checkedName(_ text: String) throws(RecordError) -> String {
        var problems: [FieldProblem] = []
        let name = TextRule.recordName.check(text, &problems)
        if name == nil { problems.append(FieldProblem(field: "name", code: "blank", detail: "name must not be empty.")) }
        if !problems.isEmpty { throw .invalidFields(problems) }
        return name ?? ""
    }
}

/// What a ``Record`` is of.
package enum RecordKind: String, CaseIterable, Sendable {
    case company, person

    package var contentType: ContentType {
        switch self {
        case .company: .company
        case .person: .person
        }
    }

    /// The slot their media are in.
    package var slotType: String { "\(rawValue)_media" }
}

/// A change of a record: nil leaves a field as it is.
package struct RecordEdit: Sendable {
    package var name: String?
    package var media: RecordMediaChange?

    package init(name: String? = nil, media: RecordMediaChange? = nil) {
        self.name = name
        self.media = media
    }
}

/// What becomes of the media of a record.
package enum RecordMediaChange: Sendable {
    /// What it has already stays as it is.
    case add([AssetID])
    /// What it does not have does not matter.
    case remove([AssetID])
    /// These and no others; those among them that it has already stay as they are.
    case replace([AssetID])
}
