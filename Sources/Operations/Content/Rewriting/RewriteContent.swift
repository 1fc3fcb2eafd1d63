internal import Database
internal import Library
internal import LibraryStore

/// What is to be rewritten in many items.
struct RewritePlan: Sendable {
    /// The items that have some of it.
    let items: @Sendable (any Transaction) async throws -> [ContentItemID]
    /// What a reference becomes, which leads where `targets` say.
    let respell: @Sendable (_ found: FoundReference, _ targets: [ReferenceLookup: AssetID]) -> Respelling
    /// Throws where the assets are not what they were when this began; the organization is locked.
    let confirm: @Sendable (any Transaction) async throws -> Void
    /// Whose usages are counted as they end.
    let ending: AssetID?
}

extension MediaLibrary {
    /// Rewrites references, each item in a transaction of its own: a body is parsed before, and saved if it is still the same. What was
    /// done stays done when a later item throws; doing all again goes on from there.
    func rewriteContent(_ plan: RewritePlan, by caller: Caller) async throws -> (content: RewrittenContent, endedUsages: Int) {
        var content = RewrittenContent()
        var ended = 0
        var seen: Set<ContentItemID> = []
        // What is saved meanwhile may name the old one again.
        for _ in 0..<3 {
            let items = try await database.read { try await plan.items($0) }.filter { seen.insert($0).inserted }
            if items.isEmpty { break }
            for item in items {
                let outcome = try await rewriteOne(item, plan, by: caller)
                content.references += outcome.references
                content.items += outcome.references > 0 ? 1 : 0
                content.notRewritten += outcome.notRewritten
                ended += outcome.ended
            }
        }
        content.notRewritten = Array(content.notRewritten.prefix(RewrittenContent.toldPlaces))
        return (content, ended)
    }

    /// How often an item is looked at again that somebody changes meanwhile.
    private static let maximumAttempts = 5

    private func rewriteOne(_ id: ContentItemID, _ plan: RewritePlan, by caller: Caller) async throws -> ItemOutcome {
        var last = ItemOutcome()
        for _ in 0..<Self.maximumAttempts {
            guard let item = try await database.read({ try await $0.content.find(id, in: caller.organization.id) }) else { break }
            let prepared: PreparedRewrite
            do {
                prepared = try await prepare(item, plan, of: caller.organization)
            } catch {
                guard error.isOfTheBody else { throw error }
                return ItemOutcome(notRewritten: [.unreadable(item)])
            }
            last.notRewritten = prepared.rewritten.notRewritten.map { .init(item, $0.reference, .form) }
            if prepared.rewritten.rewritten.isEmpty { return last }
            if let ended = try await save(prepared, plan, by: caller) {
                last.references = prepared.rewritten.rewritten.count
                last.ended = ended
                return last
            }
            last.notRewritten += prepared.rewritten.rewritten.map { .init(item, $0.reference, .changing) }
        }
        return last
    }

    private func prepare(_ item: ContentItem, _ plan: RewritePlan, of organization: Organization) async throws -> PreparedRewrite
    {
        let found = try await references(in: item, of: organization)
        let lookups = Set(found.flatMap(\.reference.lookups))
        let targets = try await database.read { try await $0.references.targets(of: lookups, in: organization.id) }
        let rewritten = try await rewrite(item, found) { plan.respell($0, targets) }
        var after = item
        after.body = rewritten.body
        let push = try ContentPush(after).checked()
        let decisive = Set(rewritten.rewritten.flatMap(\.reference.lookups))
        return PreparedRewrite(
            before: item, push: push, rewritten: rewritten,
            references: rewritten.rewritten.isEmpty ? [] : try await references(in: after, of: organization).map(\.reference),
            targets: targets.filter { decisive.contains($0.key) }, decisive: decisive)
    }

    /// Saves what was prepared; how many usages of the plan's asset ended. Nil where it is out of date.
    private func save(_ prepared: PreparedRewrite, _ plan: RewritePlan, by caller: Caller) async throws -> Int? {
        let now = now
        let organization = caller.organization.id
        return try await database.write { transaction in
            guard try await transaction.organizations.lock(organization) else { throw AccessError.organizationUnknown }
            try await plan.confirm(transaction)
            let before = prepared.before
            guard let stored = try await transaction.content.find(before.id, in: organization),
                stored.entityTag == before.entityTag, stored.body == before.body,
                try await transaction.references.targets(of: prepared.decisive, in: organization) == prepared.targets
            else { return nil }
            let uses = try await transaction.extracted(plan.ending, in: before)
            _ = try await transaction.save(
                ContentItem(prepared.push, in: organization, by: caller, at: now), prepared.push, over: stored,
                prepared.references, by: caller, at: now)
            return uses - (try await transaction.extracted(plan.ending, in: before))
        }
    }
}

/// One item's new body, what it names, and what it was made from.
private struct PreparedRewrite: Sendable {
    let before: ContentItem
    let push: ContentPush
    let rewritten: RewrittenBody
    let references: [ContentReference]
    /// Where what was rewritten led.
    let targets: [ReferenceLookup: AssetID]
    let decisive: Set<ReferenceLookup>
}

private struct ItemOutcome {
    var references = 0
    var ended = 0
    var notRewritten: [NotRewritten] = []
}

extension ContentPush {
    /// An item's state as it is, for the next revision of it.
    init(_ item: ContentItem) {
        self.init(item.type, item.externalID, title: item.title, url: item.url, body: item.body, format: item.format)
    }
}

extension NotRewritten {
    fileprivate init(_ item: ContentItem, _ reference: ContentReference, _ reason: Reason) {
        let place = ContentPlace(item: item.id, target: item.target, title: item.title, url: item.url, slot: reference.slot)
        self.init(place: place, written: reference.written, reason: reason)
    }

    fileprivate static func unreadable(_ item: ContentItem) -> NotRewritten {
        let slot = ContentSlot(type: item.type.mediaSlot)
        let place = ContentPlace(item: item.id, target: item.target, title: item.title, url: item.url, slot: slot)
        return NotRewritten(place: place, written: "", reason: .unreadable)
    }
}

extension Error {
    /// Whether it is about a body, and would come again.
    fileprivate var isOfTheBody: Bool {
        if self is ContentError { return true }
        switch self as? MarkdownError {
        case .tooLarge, .tooComplex: return true
        default: return false
        }
    }
}

extension Transaction {
    fileprivate func extracted(_ asset: AssetID?, in item: ContentItem) async throws -> Int {
        guard let asset else { return 0 }
        return try await usages.all(in: item.target, of: item.organizationID)
            .count { $0.assetID == asset && $0.origin == .extracted }
    }
}
