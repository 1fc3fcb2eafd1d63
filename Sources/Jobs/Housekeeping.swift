package import Operations
internal import Platform

/// Sweeps now and then while the server runs: what crashes and failed uploads left goes without anybody asking.
package final class Housekeeping: Sendable {
    private let library: MediaLibrary
    private let report: @Sendable (Result<SweepReport, any Error>) -> Void
    private let task = Locked<Task<Void, Never>?>(nil)

    /// How often, and how old something must be to be swept; both in seconds.
    private static let interval: Int64 = 1800
    private static let graceSeconds: Int64 = 7200

    package init(library: MediaLibrary, report: @escaping @Sendable (Result<SweepReport, any Error>) -> Void) {
        self.library = library
        self.report = report
    }

    package func start() {
        let task = Task {
            repeat {
                do {
                    report(.success(try await library.sweep(graceSeconds: Self.graceSeconds)))
                } catch {
                    report(.failure(error))
                }
            } while (try? await Task.sleep(for: .seconds(Self.interval))) != nil
        }
        self.task.withLock { $0 = task }
    }

    package func stop() async {
        let task = task.withLock { $0 }
        task?.cancel()
        await task?.value
    }
}
