internal import Platform

/// Tells waiting job runners that a job was queued, so that nobody polls faster than every few seconds.
package final class JobSignal: Sendable {
    private struct State {
        var generation: UInt64 = 0
        var waiting: [UInt64: CheckedContinuation<Void, Never>] = [:]
        var nextWaiter: UInt64 = 0
    }

    private let state = Locked(State())

    /// Wakes everybody who waits.
    package func notify() {
        let waiting = state.withLock { state in
            state.generation += 1
            defer { state.waiting = [:] }
            return state.waiting.values
        }
        for continuation in waiting { continuation.resume() }
    }

    /// A mark to give to ``wait(since:atMost:)``: taken before looking for work, so that no notification is missed.
    package var generation: UInt64 { state.withLock { $0.generation } }

    /// Returns at the first notification after `generation`, after `timeout`, or when the task is cancelled.
    package func wait(since generation: UInt64, atMost timeout: Duration) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await Task.sleep(for: timeout) }
            group.addTask { await self.waitForNotification(since: generation) }
            await group.next()
            group.cancelAll()
        }
    }

    private func waitForNotification(since generation: UInt64) async {
        let waiter = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDue = state.withLock { state in
                    if Task.isCancelled || state.generation != generation { return true }
                    state.waiting[waiter] = continuation
                    return false
                }
                if isDue { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: waiter) }?.resume()
        }
    }
}
