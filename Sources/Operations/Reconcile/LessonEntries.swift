internal import JSON
internal import Library

/// The entries of a stored lesson that do not name their asset.
struct LessonEntries: Sendable {
    private var ways: [LessonEntry.List: [[LessonEntry.Way]]] = [:]

    /// Nil for what is no lesson, or has no such entries.
    init?(of item: ContentItem, in organization: Organization) {
        guard item.type == .lesson, item.format == .json, let document = try? JSONDocument(Array(item.body.utf8)),
            case .object(let members) = document.value
        else { return nil }
        for list in LessonEntry.List.allCases {
            guard case .array(let values)? = members[list.rawValue] else { continue }
            ways[list] = values.map { value in
                guard let entry = LessonEntry(value, list), entry.assetID == nil else { return [] }
                return entry.ways(in: organization.id, slug: organization.slug)
            }
        }
        if ways.values.allSatisfy({ $0.allSatisfy(\.isEmpty) }) { return nil }
    }

    var question: BackfillLookups.Question {
        var question = BackfillLookups.Question()
        for way in ways.values.joined().joined() { question.add(way) }
        return question
    }

    /// The asset of each entry that could name one and does not.
    func assets(by lookups: BackfillLookups) -> [LessonEntry.List: [AssetID?]] {
        ways.mapValues { $0.map { $0.lazy.compactMap(lookups.asset(by:)).first } }
    }
}

extension BackfillLookups {
    /// The asset in the library that a way leads to.
    func asset(by way: LessonEntry.Way) -> AssetID? {
        switch way {
        case .none: nil
        case .asset(let id): assets[id]?.isInLibrary == true ? id : nil
        case .lookup(let lookup): targets[lookup]
        case .link(let link): targets[.source(link.source.text)]
        case .key(let key, let id):
            if let holder = keys[key] {
                holder.status.isInLibrary ? holder.id : nil
            } else {
                id.flatMap { assets[$0]?.isInLibrary == true ? $0 : nil }
            }
        }
    }
}
