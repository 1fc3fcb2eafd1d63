internal import Database
package import LibraryStore
package import Operations
internal import Platform

/// Claims queued jobs and runs them, several at a time, until it is stopped.
///
/// A job is leased by the database's time and fenced: one that loses its lease changes nothing any more. A failed attempt
/// is repeated after a growing pause; after the last the job is dead, with the reason, until it is queued anew.
package final class JobRunner: Sendable {
    private let library: MediaLibrary
    private let concurrency: Int
    private let report: @Sendable (JobEvent) -> Void
    private let task = Locked<Task<Void, Never>?>(nil)

    static let leaseSeconds: Int64 = 60

    /// Runs up to `concurrency` jobs at once and tells `report` how each attempt ended.
    package init(library: MediaLibrary, concurrency: Int, report: @escaping @Sendable (JobEvent) -> Void) {
        self.library = library
        self.concurrency = concurrency
        self.report = report
    }

    package func start() {
        let task = Task {
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<concurrency { group.addTask { await self.work() } }
            }
        }
        self.task.withLock { $0 = task }
    }

    /// Ends after the jobs in hand; their leases run out if they are cut off.
    package func stop() async {
        let task = task.withLock { $0 }
        task?.cancel()
        await task?.value
    }

    private func work() async {
        while !Task.isCancelled {
            let generation = library.jobSignal.generation
            do {
                if let job = try await library.database.write({ try await $0.jobs.claim(leaseSeconds: Self.leaseSeconds) }) {
                    await run(job)
                    continue
                }
            } catch is CancellationError {
                return
            } catch {
                report(.queueUnavailable(reason: "\(error)"))
            }
            await library.jobSignal.wait(since: generation, atMost: .seconds(5))
        }
    }

    /// Runs one job to its end, even when the runner is stopped meanwhile.
    private func run(_ job: ClaimedJob) async {
        let outcome = Task { await attempt(job) }
        let heartbeat = Task { await keepLease(of: job) }
        await outcome.value
        heartbeat.cancel()
    }

    private func attempt(_ job: ClaimedJob) async {
        do {
            switch job.kind {
            case .renderThumbnail: try await library.renderThumbnail(job)
            case .finishDeletion:
                guard job.attempts <= JobTable.maximumAttempts else { throw NeverEnded() }
                try await library.finishDeletion(of: job.assetID, in: job.organizationID)
            case .removeRetiredBlobs:
                guard job.attempts <= JobTable.maximumAttempts else { throw NeverEnded() }
                try await library.removeRetiredBlobs(of: job.assetID, in: job.organizationID)
            case .refreshPublicCopy:
                guard job.attempts <= JobTable.maximumAttempts else { throw NeverEnded() }
                try await library.refreshPublicCopy(job)
            case .importUploads:
                guard job.attempts <= JobTable.maximumAttempts else { throw NeverEnded() }
                try await library.importUploads(job)
            }
            report(.done(job))
        } catch {
            let pause = Self.pauseSeconds(afterAttempt: job.attempts)
            try? await library.database.write { try await $0.jobs.fail(job, reason: "\(error)", delaySeconds: pause) }
            report(.failed(job, reason: "\(error)"))
        }
    }

    private func keepLease(of job: ClaimedJob) async {
        while (try? await Task.sleep(for: .seconds(Self.leaseSeconds / 3))) != nil {
            _ = try? await library.database.write { try await $0.jobs.heartbeat(job, leaseSeconds: Self.leaseSeconds) }
        }
    }

    /// 5, 20, 80, 320 seconds.
    static func pauseSeconds(afterAttempt attempt: Int) -> Int64 { 5 << (2 * Int64(min(max(attempt, 1), 4) - 1)) }
}

/// Every attempt a job may have was begun and none came to an end, not even in a failure.
private struct NeverEnded: Error {}

/// How a job's attempt ended, for logs and metrics.
package enum JobEvent: Sendable {
    case done(ClaimedJob)
    case failed(ClaimedJob, reason: String)
    case queueUnavailable(reason: String)
}
