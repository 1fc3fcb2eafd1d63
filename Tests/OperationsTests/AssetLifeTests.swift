import BlobStorage
import Database
import Library
import LibraryStore
import Operations
import Platform
import Testing

@Suite("Archive, Trash and restore")
struct AssetLifeTests {
    /// What the audit log and the change feed say of `id`, the newest last: `asset.trash active→trashed`, and `+` or `-` for the feed.
    private func told(_ test: TestLibrary, _ id: AssetID) async throws -> (audit: [String], feed: String) {
        try await test.library.database.read { transaction in
            let audit = try await transaction.rows(
                """
                SELECT action, before_value, after_value FROM audit_entry LEFT JOIN audit_change ON entry = number AND field = 'status'
                WHERE subject_id = \(id) ORDER BY number
                """
            ).map { row in
                let (before, after) = (
                    try row.get("before_value", as: String?.self), try row.get("after_value", as: String?.self)
                )
                return try row.get("action", as: String.self) + (before.map { " \($0)→\(after ?? "")" } ?? "")
            }
            let feed = try await transaction.rows("SELECT is_tombstone FROM change_entry WHERE asset_id = \(id) ORDER BY number")
                .map { try $0.get("is_tombstone", as: Bool.self) ? "-" : "+" }
            return (audit, feed.joined())
        }
    }

    @Test("an asset goes through its whole life and leaves nothing; every step is told, and Trash counts to the quota")
    func life() async throws {
        let test = try await TestLibrary()
        let asset = try await test.uploadPicture()
        try await test.library.renderThumbnail(try await test.claim())
        let key = asset.storage!.key
        let archived = try await test.library.archiveAsset(asset.id, ifMatch: asset.entityTag, by: test.caller(.manager))
        #expect(archived.status == .archived && archived.deletedAt == nil && archived.entityTag != asset.entityTag)
        #expect(try await test.names() == [])
        _ = try await test.library.deliverFile(key)
        _ = try await test.library.restoreAsset(asset.id, by: test.caller(.manager))
        #expect(try await test.names() == ["picture.png"])
        #expect(try await test.library.deleteAsset(asset.id, by: test.caller(.manager)) == .trash)
        let trashed = try #require(try await test.row(asset.id))
        #expect(trashed.status == .trashed && trashed.deletedAt == trashed.updatedAt)
        await #expect(throws: AssetError.notFound) { try await test.library.deliverFile(key) }
        #expect(try await test.state().usedBytes == asset.byteSize)
        let summary = try await test.library.storageSummary(by: test.caller())
        #expect(summary.trashedBytes == asset.byteSize && summary.trashedCount == 1 && summary.archivedBytes == 0)
        try await test.expectSound()
        let restored = try await test.library.restoreAsset(asset.id, ifMatch: trashed.entityTag, by: test.caller(.manager))
        #expect(restored.status == .active && restored.deletedAt == nil)
        _ = try await test.library.deliverFile(key)
        try await test.library.deleteForGood(asset.id, by: test.caller(.manager))
        let (audit, feed) = try await told(test, asset.id)
        #expect(
            audit == [
                "asset.upload", "asset.archive active→archived", "asset.restore archived→active", "asset.trash active→trashed",
                "asset.restore trashed→active", "asset.trash active→trashed", "asset.purge trashed→deleting",
            ])
        #expect(feed == "+" + "+" + "++-+--")  // upload, thumbnail, and each step
        try await test.expectNothing()
    }

    @Test(
        "deleting means what the rules say, and forcing never less",
        arguments: [
            ("trash", "trash", false, [Policy.DeletedMeans.trash]), ("trash", "purge", true, [.purge]),
            ("archive", "trash", false, [.archive, .trash]), ("archive", "trash", true, [.trash]),
            ("purge", "trash", true, [.purge]), ("purge", "purge", false, [.purge]),
        ])
    func rules(_ deleted: String, _ forced: String, _ isForced: Bool, _ steps: [Policy.DeletedMeans]) async throws {
        let test = try await TestLibrary(rules: [.deletedMeans: deleted, .forcedDeleteMeans: forced])
        let asset = try await test.upload(Samples.text(10))
        for step in steps {
            #expect(try await test.library.deleteAsset(asset.id, isForced: isForced, by: test.caller()) == step)
        }
        await #expect(throws: AssetError.notFound) { try await test.library.deleteAsset(asset.id, by: test.caller()) }
        let status = try await test.row(asset.id)?.status
        #expect(status == (steps.last == .purge ? nil : .trashed))
        try await test.expectSound()
    }

    @Test("deleting at once takes the right to purge, and where nobody has it nothing is purged")
    func rights() async throws {
        let test = try await TestLibrary(rules: [.deletedMeans: "purge", .purgeRole: "owner"])
        let asset = try await test.upload(Samples.text(10))
        await #expect(throws: AccessError.roleTooLow(.purge, least: .owner)) {
            try await test.library.deleteAsset(asset.id, by: test.caller(.admin))
        }
        #expect(try await test.row(asset.id)?.status == .active)
        let records = try await TestLibrary(profile: .records)
        let picture = try await records.uploadPicture()
        try await records.library.deleteAsset(picture.id, by: records.caller())
        await #expect(throws: AccessError.policyForbids(.purge)) {
            try await records.library.purgeAsset(picture.id, by: records.system)
        }
        let report = try await records.library.purgeExpiredTrash(olderThanSeconds: 0, by: .commandLine)
        #expect(report.purged == 0 && report.kept == ["atelier"])
        try await records.expectSound()
    }

    @Test("what is where it should go already is answered unchanged; a wrong step is refused and changes nothing")
    func wrongSteps() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Samples.text(10))
        let library = test.library
        #expect(try await library.restoreAsset(asset.id, by: test.caller()).entityTag == asset.entityTag)
        await #expect(throws: AssetError.notInTrash) { try await library.purgeAsset(asset.id, by: test.caller()) }
        let archived = try await library.archiveAsset(asset.id, by: test.caller())
        #expect(try await library.archiveAsset(asset.id, by: test.caller()).entityTag == archived.entityTag)
        await #expect(throws: AssetError.changedMeanwhile) {
            try await library.archiveAsset(asset.id, ifMatch: asset.entityTag, by: test.caller())
        }
        await #expect(throws: AssetError.notInTrash) { try await library.purgeAsset(asset.id, by: test.caller()) }
        try await library.deleteAsset(asset.id, by: test.caller())
        for refused in [
            { _ = try await library.archiveAsset(asset.id, by: test.caller()) },
            { _ = try await library.editAsset(asset.id, AssetEdit(), by: test.caller()) },
            { _ = try await library.asset(asset.id, by: test.caller()) },
        ] as [@Sendable () async throws -> Void] {
            await #expect(throws: AssetError.notFound) { try await refused() }
        }
        test.blobs.fail(.delete, with: .io(Errno(rawValue: 5)))
        await expectBytesNotRemoved { try await library.purgeAsset(asset.id, by: test.caller()) }
        await #expect(throws: AssetError.alreadyDeleting) { try await library.restoreAsset(asset.id, by: test.caller()) }
        let inTrash = try await library.listAssets(AssetQuery(shelf: .trashed), by: test.caller())
        #expect(inTrash.assets.map(\.id) == [asset.id] && inTrash.total == 1)
        #expect(inTrash.assets[0].deletionError?.contains("Input/output") == true)
        test.blobs.heal()
        try await library.purgeAsset(asset.id, by: test.caller())
        try await test.expectNothing()
        #expect(try await told(test, asset.id).audit.filter { $0.hasPrefix("asset.purge") }.count == 1)
    }

    @Test("what archives and what restores is checked: out of the archive to edit, out of Trash to delete")
    func restoreRights() async throws {
        let test = try await TestLibrary(rules: [.editRole: "admin", .deleteRole: "manager"])
        let asset = try await test.upload(Samples.text(10))
        let manager = test.caller(.manager)
        await #expect(throws: AccessError.roleTooLow(.edit, least: .admin)) {
            try await test.library.archiveAsset(asset.id, by: manager)
        }
        _ = try await test.library.archiveAsset(asset.id, by: test.caller(.admin))
        await #expect(throws: AccessError.roleTooLow(.edit, least: .admin)) {
            try await test.library.restoreAsset(asset.id, by: manager)
        }
        try await test.library.deleteAsset(asset.id, by: manager)
        #expect(try await test.library.restoreAsset(asset.id, by: manager).status == .active)
        await #expect(throws: AccessError.roleTooLow(.edit, least: .admin)) {
            try await test.library.restoreAsset(.make(at: test.clock.now), by: test.caller(.member))
        }
    }

    @Test("a thumbnail that becomes ready in Trash is kept for a restore, and readers of the feed hear nothing of it")
    func thumbnailInTrash() async throws {
        let test = try await TestLibrary()
        let asset = try await test.uploadPicture()
        try await test.library.deleteAsset(asset.id, by: test.caller())
        try await test.library.renderThumbnail(try await test.claim())
        #expect(try await test.row(asset.id)?.thumbnail.status == .ready)
        #expect(try await told(test, asset.id).feed == "+-")
        for key in try await test.blobKeys() {
            await #expect(throws: AssetError.notFound) { try await test.library.deliverFile(key) }
        }
        _ = try await test.library.restoreAsset(asset.id, by: test.caller())
        for key in try await test.blobKeys() { _ = try await test.library.deliverFile(key) }
        try await test.expectSound()
    }
}
