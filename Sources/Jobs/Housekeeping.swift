internal import Library
package import Operations
internal import Platform

/// Cleans up now and then while the server runs: what crashes and failed uploads left, and what has been in Trash for long enough, goes
/// without anybody asking.
package final class Housekeeping: Sendable {
    /// What was done, for the log.
    package enum Event: Sendable {
        case swept(SweepReport)
        case purgedTrash(TrashReport)
        case failed(any Error)
    }

    private let library: MediaLibrary
    private let report: @Sendable (Event) -> Void
    private let task = Locked<Task<Void, Never>?>(nil)

    /// Every minute the quota of abandoned uploads is given back; every thirtieth a sweep removes what they left.
    private static let minutesBetweenSweeps = 30
    private static let minutesBetweenTrashPurges = 60
    private static let minutesBetweenRequestSweeps = 10
    /// How old something must be to be swept, in seconds.
    private static let graceSeconds: Int64 = 7200

    package init(library: MediaLibrary, report: @escaping @Sendable (Event) -> Void) {
        self.library = library
        self.report = report
    }

    package func start() {
        let task = Task {
            var minute = 0
            repeat {
                await attempt { _ = try await library.releaseAbandonedUploads() }
                if minute % Self.minutesBetweenRequestSweeps == 0 {
                    await attempt { _ = try await library.sweepRequests() }
                }
                if minute % Self.minutesBetweenSweeps == 0 {
                    await attempt { report(.swept(try await library.sweep(graceSeconds: Self.graceSeconds))) }
                }
                if minute % Self.minutesBetweenTrashPurges == 0 {
                    await attempt { report(.purgedTrash(try await library.purgeExpiredTrash())) }
                }
                minute += 1
            } while (try? await Task.sleep(for: .seconds(60))) != nil
        }
        self.task.withLock { $0 = task }
    }

    /// One piece of work; that it fails keeps no other from being done.
    private func attempt(_ work: () async throws -> Void) async {
        do { try await work() } catch { report(.failed(error)) }
    }

    package func stop() async {
        let task = task.withLock { $0 }
        task?.cancel()
        await task?.value
    }
}
