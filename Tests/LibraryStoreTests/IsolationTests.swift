import Database
import DatabaseTesting
import Library
import LibraryStore
import Testing

/// A neighbour's id answers as a missing one, and changes nothing (M2).
@Suite("Organizations apart")
struct IsolationTests {
    /// Everything of the database that a stray change could show in.
    private func contents(_ transaction: any Transaction) async throws -> [String] {
        var contents: [String] = []
        for table in ["asset", "rendition", "publish_intent", "job", "storage_counter", "organization", "membership"] {
            contents += try await transaction.rows("SELECT * FROM \(raw: table) ORDER BY 1, 2").map { String(reflecting: $0) }
        }
        return contents
    }

    @Test("reads of a neighbour's rows find nothing", arguments: Engine.available)
    func reads(_ engine: Engine) async throws {
        let (store, asset, _, _) = try await furnished(engine)
        let foreign = store.neighbour.id
        let found = try await store.database.read { transaction in
            let cursor = ListCursor(sort: AssetSort(), value: .integer(.max), id: asset.id)
            let queries = [
                AssetQuery(), AssetQuery(search: "photo"), AssetQuery(search: "ph"), AssetQuery(kinds: [.image]),
                AssetQuery(position: .after(cursor)),
            ]
            var found = try await transaction.assets.find(asset.id, in: foreign).map { _ in 1 } ?? 0
            for query in queries {
                found += try await transaction.assets.list(query, in: foreign).assets.count
                found += try await transaction.assets.boundedCount(query, in: foreign)
            }
            found += try await transaction.assets.deleting(since: Timestamp(microseconds: .max), in: foreign).count
            found += try await transaction.assets.withBlobs(after: "", in: foreign, limit: 10).count
            found += try await transaction.renditions.all(of: asset.id, in: foreign).count
            found += try await transaction.renditions.page(after: "", in: foreign, limit: 10).count
            found += try await transaction.counters.all(in: foreign).count
            found += try await transaction.counters.recount(in: foreign).count
            found += try await transaction.intents.all(in: foreign).count
            return found
        }
        #expect(found == 0)
    }

    @Test("changes of a neighbour's rows change nothing", arguments: Engine.available)
    func writes(_ engine: Engine) async throws {
        let (store, asset, intent, job) = try await furnished(engine)
        let foreign = store.neighbour.id
        var renamed = asset
        renamed.metadata.displayName = "stolen.jpg"
        renamed.status = .trashed
        let stolen = renamed
        let (before, after, answers) = try await store.database.write { transaction in
            let before = try await contents(transaction)
            try await transaction.assets.updateMetadata(stolen, in: foreign)
            try await transaction.assets.updateStatus(stolen, in: foreign)
            try await transaction.history.announceChange(of: asset.id, in: foreign, at: .noon)
            try await transaction.assets.setDeletionError("x", of: asset.id, in: foreign)
            try await transaction.assets.delete(asset.id, in: foreign)
            try await transaction.jobs.remove(of: asset.id, in: foreign)
            try await transaction.intents.takeOver(intent.key, by: job, in: foreign)
            var answers = [
                try await transaction.assets.setPicture(
                    PictureFacts(), ThumbnailState(status: .failed), of: asset, in: foreign),
                try await transaction.assets.claimThumbnailRetry(of: asset, at: .noon, in: foreign),
                try await transaction.intents.renew(intent.id, in: foreign),
                try await transaction.intents.extend(intent.id, by: 1, in: foreign),
                try await transaction.intents.seal(intent.id, in: foreign),
            ]
            answers.append(try await transaction.intents.take(intent.id, in: foreign) != nil)
            answers.append(try await !transaction.intents.takeAbandoned(in: foreign, graceSeconds: 0).isEmpty)
            return (before, try await contents(transaction), answers)
        }
        #expect(before == after)
        #expect(before.count >= 7)
        #expect(!answers.contains(true))
    }

    @Test("a neighbour cannot empty the other's quota", arguments: Engine.available)
    func quota(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let (mine, foreign) = (store.organization.id, store.neighbour.id)
        let grants = try await store.database.write { transaction in
            [
                try await transaction.organizations.reserve(100, limit: 100, in: foreign),
                try await transaction.organizations.reserve(100, limit: 100, in: mine),
            ]
        }
        #expect(grants == [true, true])
    }

    /// An asset with a rendition, an intent and a job, all of the first organization.
    private func furnished(_ engine: Engine) async throws -> (TemporaryStore, Asset, PublishIntent, JobID) {
        let store = try await TemporaryStore(engine)
        let id = store.organization.id
        var asset = Asset.sample(in: store.organization, status: .deleting)
        asset.deletedAt = .noon
        asset.thumbnail = ThumbnailState(status: .failed)
        let (first, job) = (asset, JobID.make(at: .noon))
        let intent = PublishIntent(id: .make(at: .noon), organizationID: id, key: "k", reservedBytes: 0)
        try await store.insert([first, .sample(in: store.organization)])
        try await store.database.write { transaction in
            try await transaction.renditions.put(first.rendition(.card))
            try await transaction.intents.insert(intent, for: job)
            try await transaction.jobs.enqueue(.finishDeletion, first.id, in: id, at: .noon)
        }
        return (store, first, intent, job)
    }
}
