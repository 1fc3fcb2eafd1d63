internal import BlobStorage
internal import Library

/// What is to be done about some lessons; made without changing anything, so that a dry run is this and no more (M50).
struct BackfillPlan: Sendable {
    /// An asset to be made.
    struct New: Sendable {
        let id: AssetID
        let entry: LessonEntry
        let origin: Origin
    }

    enum Origin: Sendable {
        case key(String)
        case link(CheckedLink)

        /// What makes two entries ask for one asset.
        var name: String {
            switch self {
            case .key(let key): "key:\(key)"
            case .link(let link): "link:\(link.source.text)"
            }
        }
    }

    private(set) var new: [New] = []
    /// The assets of each lesson's entries, nil for those that are skipped.
    private(set) var assets: [[LessonEntry.List: [AssetID?]]] = []
    private(set) var report = BackfillReport()
    /// The assets made so far, by what they were made of.
    private(set) var made: [String: AssetID]

    private let organization: Organization
    private let now: Timestamp

    init(after made: [String: AssetID], in organization: Organization, at now: Timestamp) {
        self.made = made
        self.organization = organization
        self.now = now
    }

    /// Decides about every entry of a lesson, in order.
    mutating func add(_ lesson: Lesson, stored: ContentItem?, _ lookups: BackfillLookups) {
        report.lessons += 1
        let isReadable = LessonBody.base(of: stored) != nil
        var decided: [LessonEntry.List: [AssetID?]] = [:]
        for list in LessonEntry.List.allCases {
            decided[list] = (lesson.entries[list] ?? []).enumerated().map { index, source in
                let place = "\(list.rawValue)[\(index)]"
                switch isReadable ? decide(source.entry, lookups) : .skip(.unreadableLesson) {
                case .skip(let reason):
                    report.skipped.append(.init(lesson: lesson.id, place: place, reason: reason))
                    return nil
                case .reuse(let id):
                    report.reused += 1
                    return id
                case .create(let origin, let id):
                    if let entry = source.entry { new.append(New(id: id, entry: entry, origin: origin)) }
                    made[origin.name] = id
                    report.created += 1
                    return id
                }
            }
            report.entries += decided[list]?.count ?? 0
        }
        assets.append(decided)
    }

    mutating func note(isNew: Bool, isChanged: Bool) {
        if isNew { report.lessonsCreated += 1 } else if isChanged { report.lessonsChanged += 1 }
    }

    mutating func note(uploadOf bytes: Int64?) {
        report.createdUploads += 1
        if let bytes { report.bytes += bytes } else { report.unknownSizes += 1 }
    }

    mutating func noteLink() { report.createdLinks += 1 }

    private enum Decision {
        case skip(SkipReason)
        case reuse(AssetID)
        case create(Origin, AssetID)
    }

    private func decide(_ entry: LessonEntry?, _ lookups: BackfillLookups) -> Decision {
        guard let entry else { return .skip(.malformedEntry) }
        for way in entry.ways(in: organization.id, slug: organization.slug) {
            switch way {
            case .none(let reason): return .skip(reason)
            case .asset(let id):
                if let status = lookups.assets[id] { return Self.reuse(id, status) }
            case .lookup(let lookup):
                if let id = lookups.targets[lookup] { return .reuse(id) }
            case .key(let key, let id):
                if let holder = lookups.keys[key] { return Self.reuse(holder.id, holder.status) }
                if let id, let status = lookups.assets[id] { return Self.reuse(id, status) }
                guard (try? BlobKey(key)) != nil else { return .skip(.invalidKey) }
                return made(.key(key), as: id)
            case .link(let link):
                if let id = lookups.targets[.source(link.source.text)] { return .reuse(id) }
                if made[Origin.link(link).name] == nil, !organization.policy.acceptsExternalAssets {
                    return .skip(.externalRefused)
                }
                return made(.link(link), as: nil)
            }
        }
        // A key of ours whose asset is gone.
        return .skip(.foreignKey)
    }

    private func made(_ origin: Origin, as id: AssetID?) -> Decision {
        if let known = made[origin.name] { return .reuse(known) }
        return .create(origin, id ?? .make(at: now))
    }

    private static func reuse(_ id: AssetID, _ status: AssetStatus) -> Decision {
        status.isInLibrary ? .reuse(id) : .skip(.inTrash)
    }
}
