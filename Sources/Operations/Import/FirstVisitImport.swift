internal import Database
package import Library
package import LibraryStore
internal import Platform

/// The import of what lies in an organization's uploads folder, queued on the first visit to its empty library (M49).
extension MediaLibrary {
    /// What there is to say about it: how far it has come, or how it ended; nil where nothing was found, and long after.
    ///
    /// The first look at a library without a single asset begins it, where its folder has files. It happens once.
    package func firstVisitImport(by caller: Caller) async throws -> FirstImport? {
        try caller.require(.read)
        let organization = caller.organization
        do {
            let (state, isEmpty) = try await database.read { transaction -> (FirstImport?, Bool) in
                if let state = try await transaction.firstImports.find(in: organization.id) { return (state, false) }
                return (nil, try await transaction.counters.all(in: organization.id).allSatisfy { $0.assets == 0 })
            }
            if let state { return state.isTold(at: now) ? state : nil }
            guard isEmpty, let tree = uploadsFolder(of: organization) else { return nil }
            let hasFiles = try await blocking { try tree.entries().contains { !$0.name.hasPrefix(".") } }
            return hasFiles ? try await beginFirstImport(in: organization.id) : nil
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    private func beginFirstImport(in organization: OrganizationID) async throws -> FirstImport {
        let now = now
        try await database.write { transaction in
            guard try await transaction.organizations.lock(organization) else { throw AccessError.organizationUnknown }
            guard try await transaction.firstImports.begin(in: organization, at: now) else { return }
            try await transaction.jobs.enqueue(.importUploads, .standing(for: organization), in: organization, at: now)
        }
        jobSignal.notify()
        return FirstImport()
    }

    /// Does it; what an earlier attempt brought is not brought again.
    package func importUploads(_ job: ClaimedJob) async throws {
        let found = try await database.read { transaction in
            let organization = try await transaction.organizations.find(job.organizationID)
            return (organization, try await transaction.firstImports.find(in: job.organizationID))
        }
        guard let organization = found.0, found.1 != nil, found.1?.endedAt == nil else {
            return try await database.write { _ = try await $0.jobs.complete(job) }
        }
        let caller = Caller(user: nil, organization: organization, role: nil, door: .job)
        let progress = FirstImportProgress(self, job)
        do {
            if let tree = uploadsFolder(of: organization) {
                _ = try await importFiles(in: tree, by: caller) { try await progress.note($0) }
            }
            try await progress.end()
        } catch {
            try? await progress.fail(error)
            throw error
        }
    }

    /// Nil where there is none, and where it is a link.
    private func uploadsFolder(of organization: Organization) -> FileTree? {
        folders.uploads.flatMap { try? FileTree("\($0)/\(organization.slug)") }
    }
}

extension AssetID {
    /// A job is about an asset; one about all of an organization's is about none, and bears its id.
    package static func standing(for organization: OrganizationID) -> AssetID { AssetID(rawValue: organization.rawValue) }
}

extension FirstImport {
    /// For a day people are told how it ended.
    fileprivate func isTold(at now: Timestamp) -> Bool {
        guard let endedAt else { return true }
        return now < endedAt.advanced(bySeconds: 86_400)
    }
}

/// Writes down how far an import has come, now and then, and gives up when somebody else does the job.
private final class FirstImportProgress: Sendable {
    private let library: MediaLibrary
    private let job: ClaimedJob
    private let state = Locked((now: FirstImport(), writtenAt: UInt64(0)))

    private static let millisecondsBetweenNotes: UInt64 = 1000

    init(_ library: MediaLibrary, _ job: ClaimedJob) {
        self.library = library
        self.job = job
    }

    func note(_ event: ImportEvent) async throws {
        let uptime = library.clock.uptimeMilliseconds
        let toWrite = state.withLock { state -> FirstImport? in
            state.now.count(event)
            guard uptime >= state.writtenAt + Self.millisecondsBetweenNotes else { return nil }
            state.writtenAt = uptime
            return state.now
        }
        if let toWrite { try await write(toWrite) }
    }

    func end() async throws {
        var last = state.withLock(\.now)
        last.endedAt = library.now
        let job = job
        try await library.database.write { [last] transaction in
            guard try await transaction.jobs.complete(job) else { return }
            try await transaction.firstImports.update(last, in: job.organizationID)
        }
    }

    func fail(_ error: any Error) async throws {
        var last = state.withLock(\.now)
        last.failure = (error as? any Failure)?.sentence ?? "\(error)"
        if job.attempts >= JobTable.maximumAttempts { last.endedAt = library.now }
        try await write(last)
    }

    private func write(_ state: FirstImport) async throws {
        let job = job
        let isOurs = try await library.database.write { transaction in
            guard try await transaction.jobs.isHeld(job) else { return false }
            try await transaction.firstImports.update(state, in: job.organizationID)
            return true
        }
        if !isOurs { throw ServiceError.interrupted }
    }
}

extension FirstImport {
    fileprivate mutating func count(_ event: ImportEvent) {
        switch event.outcome {
        // Of an attempt before.
        case .imported, .present: imported += 1
        case .skipped(_, let reason):
            skipped += 1
            if skippedFiles.count < Self.listedFiles { skippedFiles.append("\(event.name): \(reason)") }
        }
    }
}
