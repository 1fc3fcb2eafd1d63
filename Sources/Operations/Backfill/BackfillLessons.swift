internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Makes assets of the films and documents of lessons, and the lessons as content items that use them (M50).
    ///
    /// Lessons are planned some at a time, and each plan is carried out in one transaction; a dry run ends with the plans, so that it
    /// reports what a run would. What is there already is left alone, and a run that was interrupted is gone on with by another.
    /// `progress` is told how many lessons are done. Throws ``AccessError`` and ``BackfillError``.
    package func backfill(
        _ file: LessonFile, isDryRun: Bool, by caller: Caller, progress: @Sendable (Int) -> Void = { _ in }
    ) async throws -> BackfillReport {
        try caller.require(.upload)
        try caller.require(.edit)
        var backfill = Backfill(library: self, caller: caller, isDryRun: isDryRun)
        do {
            var batch: [Lesson] = []
            for index in 0..<file.count {
                let lesson = try file.lesson(index)
                if batch.reduce(lesson.size, { $0 + $1.size }) > Backfill.batchEntries, !batch.isEmpty {
                    try await backfill.add(batch)
                    batch = []
                    progress(index)
                }
                batch.append(lesson)
            }
            try await backfill.add(batch)
        } catch {
            throw ServiceError.explaining(error)
        }
        progress(file.count)
        if backfill.report.created > 0 { jobSignal.notify() }
        return backfill.report
    }
}

/// A backfill under way.
private struct Backfill {
    let library: MediaLibrary
    let caller: Caller
    let isDryRun: Bool
    private(set) var report = BackfillReport()
    /// By what they were made of: of a dry run, the assets that a run would have made by now.
    private var made: [String: AssetID] = [:]

    /// Entries, and a lesson counts as one, of a transaction: a fraction of a second.
    static let batchEntries = 200
    private static let attempts = 20

    init(library: MediaLibrary, caller: Caller, isDryRun: Bool) {
        self.library = library
        self.caller = caller
        self.isDryRun = isDryRun
    }

    mutating func add(_ lessons: [Lesson]) async throws {
        for _ in 0..<Self.attempts {
            let work = try await planned(lessons)
            let isDone = isDryRun ? true : try await carryOut(work)
            if isDone {
                made = work.plan.made
                report.add(work.plan.report)
                return
            }
        }
        throw BackfillError.busy
    }

    private struct Work: Sendable {
        let question: BackfillLookups.Question
        let lookups: BackfillLookups
        var plan: BackfillPlan
        var assets: [Asset] = []
        var lessons: [ChangedLesson] = []
        let now: Timestamp
    }

    private struct ChangedLesson: Sendable {
        let push: ContentPush
        let draft: ContentItem
        let before: ContentItem?
        let references: [ContentReference]
    }

    private func planned(_ lessons: [Lesson]) async throws -> Work {
        let organization = caller.organization
        let question = question(lessons)
        let (lookups, stored) = try await library.database.read {
            try await BackfillLookups.ask(question, in: organization.id, $0)
        }
        let now = library.now
        var plan = BackfillPlan(after: made, in: organization, at: now)
        for lesson in lessons { plan.add(lesson, stored: stored[lesson.id], lookups) }
        var work = Work(question: question, lookups: lookups, plan: plan, now: now)
        try await addAssets(to: &work)
        for (lesson, assets) in zip(lessons, plan.assets) {
            try await add(lesson, assets, over: stored[lesson.id], to: &work)
        }
        return work
    }

    private func question(_ lessons: [Lesson]) -> BackfillLookups.Question {
        var question = BackfillLookups.Question()
        for lesson in lessons {
            question.lessons.append(lesson.id)
            for entry in lesson.entries.values.joined() {
                guard let entry = entry.entry else { continue }
                for way in entry.ways(in: caller.organization.id, slug: caller.organization.slug) { question.add(way) }
            }
        }
        return question
    }

    private func addAssets(to work: inout Work) async throws {
        let keys = work.plan.new.compactMap { new in if case .key(let key) = new.origin { key } else { nil } }
        let files = try await library.storedFiles(keys)
        for new in work.plan.new {
            switch new.origin {
            case .key(let key):
                work.plan.note(uploadOf: files[key]?.byteSize)
                work.assets.append(library.adoptedAsset(new, key, files[key], by: caller, at: work.now))
            case .link(let link):
                work.plan.noteLink()
                work.assets.append(library.linkedAsset(new, link, by: caller, at: work.now))
            }
        }
    }

    private func add(
        _ lesson: Lesson, _ assets: [LessonEntry.List: [AssetID?]], over before: ContentItem?, to work: inout Work
    ) async throws {
        guard let body = LessonBody.make(lesson, assets: assets, over: before) else { return }
        let push = try ContentPush(.lesson, lesson.id, title: lesson.title, url: before?.url, body: body).checked()
        if let before, before.title == push.title, before.body == push.body { return }
        work.plan.note(isNew: before == nil, isChanged: true)
        let draft = ContentItem(push, in: caller.organization.id, by: caller, at: work.now)
        let found = try await library.references(in: draft, of: caller.organization)
        work.lessons.append(
            ChangedLesson(push: push, draft: draft, before: before, references: found.map(\.reference)))
    }

    /// False when others have changed what the plan rests on.
    private func carryOut(_ work: Work) async throws -> Bool {
        if work.assets.isEmpty, work.lessons.isEmpty { return true }
        let organization = caller.organization.id
        return try await library.database.write { [caller] transaction in
            guard try await transaction.organizations.lock(organization) else { throw AccessError.organizationUnknown }
            let (now, _) = try await BackfillLookups.ask(work.question, in: organization, transaction)
            guard now == work.lookups else { return false }
            let bytes = work.assets.reduce(0) { $0 + ($1.byteSize ?? 0) }
            // They are stored already, so they count even where the quota is less.
            if bytes > 0 { try await transaction.organizations.changeUsed(by: bytes, in: organization) }
            for asset in work.assets { try await transaction.insert(asset, ofEntryBy: caller) }
            for lesson in work.lessons {
                _ = try await transaction.save(
                    lesson.draft, lesson.push, over: lesson.before, lesson.references, by: caller, at: work.now)
            }
            return true
        }
    }
}

extension Lesson {
    fileprivate var size: Int { entries.values.reduce(1) { $0 + $1.count } }
}

extension BackfillReport {
    fileprivate mutating func add(_ other: BackfillReport) {
        lessons += other.lessons
        lessonsCreated += other.lessonsCreated
        lessonsChanged += other.lessonsChanged
        entries += other.entries
        created += other.created
        reused += other.reused
        skipped += other.skipped
        createdUploads += other.createdUploads
        createdLinks += other.createdLinks
        unknownSizes += other.unknownSizes
        bytes += other.bytes
    }
}
