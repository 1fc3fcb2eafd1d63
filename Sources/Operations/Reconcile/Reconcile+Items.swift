internal import Database
internal import Library
internal import LibraryStore

extension Reconciliation {
    /// Reads every item's body anew and compares what it names with what is noted of it.
    mutating func compareItems(_ progress: (Int) -> Void) async throws {
        let organization = organization
        var last: UsageTarget?
        while true {
            let page = try await library.database.read { [last] in
                try await $0.reconciliation.items(after: last, in: organization, limit: Self.page)
            }
            for item in page { try await compare(item.id) }
            progress(report.items)
            guard page.count == Self.page else { return }
            last = page.last?.target
        }
    }

    private static let attempts = 20

    private mutating func compare(_ id: ContentItemID) async throws {
        for _ in 0..<Self.attempts {
            guard let comparison = try await comparison(of: id) else { break }
            let isDone = isRepair && comparison.isRepairable ? try await repair(comparison) : true
            // Somebody saved it meanwhile: what was found is of another body.
            if comparison.isOutdated || !isDone { continue }
            report.drifts += comparison.drifts
            if isRepair, comparison.isRepairable { report.repaired += comparison.drifts.count }
            break
        }
        report.items += 1
    }

    private func comparison(of id: ContentItemID) async throws -> ItemComparison? {
        let organization = organization
        guard let item = try await library.database.read({ try await $0.content.find(id, in: organization) }) else { return nil }
        let found: [ContentReference]
        do {
            found = try await library.references(in: item, of: caller.organization).map(\.reference)
        } catch let error as ContentError {
            return .unreadable(item, error.sentence, in: slug)
        } catch let error as MarkdownError {
            return .unreadable(item, error.sentence, in: slug)
        }
        let (slug, lesson) = (slug, LessonEntries(of: item, in: caller.organization))
        return try await library.database.read { transaction in
            guard try await transaction.content.find(id, in: organization)?.entityTag == item.entityTag else {
                return .outdated(item)
            }
            let stored = try await transaction.references.all(of: id, in: organization)
            let usages = try await transaction.usages.all(in: item.target, of: organization)
            let targets = try await transaction.references.targets(of: Set(found.flatMap(\.lookups)), in: organization)
            var comparison = ItemComparison(item: item, found: found, isRepairable: true)
            comparison.compare(stored, targets, in: slug)
            comparison.compare(usages.filter { $0.origin == .extracted }, targets, in: slug)
            if let lesson {
                let (lookups, _) = try await BackfillLookups.ask(lesson.question, in: organization, transaction)
                comparison.fill(lesson.assets(by: lookups), in: slug)
            }
            return comparison
        }
    }

    /// False when the item is not the one that was compared.
    private func repair(_ comparison: ItemComparison) async throws -> Bool {
        if comparison.drifts.isEmpty { return true }
        let (item, organization, caller, now) = (comparison.item, organization, caller, library.now)
        var (draft, references) = (item, comparison.found)
        if let body = comparison.filledBody {
            draft.body = body
            references = try await library.references(in: draft, of: caller.organization).map(\.reference)
        }
        return try await locked { [draft, references] transaction in
            guard let before = try await transaction.content.find(item.id, in: organization), before.entityTag == item.entityTag
            else { return false }
            let push = ContentPush(
                item.type, item.externalID, title: item.title, url: item.url, body: draft.body, format: item.format)
            _ = try await transaction.save(draft, push, over: before, references, by: caller, at: now)
            return true
        }
    }
}
