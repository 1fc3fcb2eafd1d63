package import Operations
internal import Platform

/// Sweeps now and then while the server runs: what crashes and failed uploads left goes without anybody asking.
package final class Housekeeping: Sendable {
    private let library: MediaLibrary
    private let report: @Sendable (Result<SweepReport, any Error>) -> Void
    private let task = Locked<Task<Void, Never>?>(nil)

    /// Every minute the quota of abandoned uploads is given back; every thirtieth a sweep removes what they left.
    private static let minutesBetweenSweeps = 30
    /// How old something must be to be swept, in seconds.
    private static let graceSeconds: Int64 = 7200

    package init(library: MediaLibrary, report: @escaping @Sendable (Result<SweepReport, any Error>) -> Void) {
        self.library = library
        self.report = report
    }

    package func start() {
        let task = Task {
            var minute = 0
            repeat {
                await work(isSweeping: minute % Self.minutesBetweenSweeps == 0)
                minute += 1
            } while (try? await Task.sleep(for: .seconds(60))) != nil
        }
        self.task.withLock { $0 = task }
    }

    private func work(isSweeping: Bool) async {
        do {
            _ = try await library.releaseAbandonedUploads()
            if isSweeping { report(.success(try await library.sweep(graceSeconds: Self.graceSeconds))) }
        } catch {
            report(.failure(error))
        }
    }

    package func stop() async {
        let task = task.withLock { $0 }
        task?.cancel()
        await task?.value
    }
}
