internal import Platform

/// A bounded number of jobs at a time, and a bounded queue in front of them, first come first served.
final class JobSlots: Sendable {
    private struct Waiter {
        let number: UInt64
        let continuation: CheckedContinuation<Result<Void, MediaWorkerError>, Never>
    }

    private struct State {
        var free: Int
        var waiting: [Waiter] = []
        var nextNumber: UInt64 = 0
    }

    private let maximumWaiting: Int
    private let state: Locked<State>

    init(count: Int, maximumWaiting: Int) {
        self.maximumWaiting = maximumWaiting
        state = Locked(State(free: count))
    }

    /// Runs `job` in a slot. Throws `.overloaded` when the queue is full and `.cancelled` when the task is, while waiting.
    func withSlot<Result>(_ job: () async throws(MediaWorkerError) -> Result) async throws(MediaWorkerError) -> Result {
        try await acquire()
        defer { release() }
        return try await job()
    }

    private func acquire() async throws(MediaWorkerError) {
        let number = state.withLock { state in
            state.nextNumber += 1
            return state.nextNumber
        }
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { enqueue(Waiter(number: number, continuation: $0)) }
        } onCancel: {
            withdraw(number)
        }
        try outcome.get()
    }

    private func enqueue(_ waiter: Waiter) {
        let answer: Result<Void, MediaWorkerError>? = state.withLock { state in
            // Looked at under the lock: a cancellation from now on finds the waiter in the queue.
            if Task.isCancelled { return .failure(.cancelled) }
            if state.free > 0 {
                state.free -= 1
                return .success(())
            }
            if state.waiting.count >= maximumWaiting { return .failure(.overloaded) }
            state.waiting.append(waiter)
            return nil
        }
        if let answer { waiter.continuation.resume(returning: answer) }
    }

    private func withdraw(_ number: UInt64) {
        let waiter = state.withLock { state in
            state.waiting.firstIndex { $0.number == number }.map { state.waiting.remove(at: $0) }
        }
        waiter?.continuation.resume(returning: .failure(.cancelled))
    }

    private func release() {
        let next = state.withLock { state -> Waiter? in
            if state.waiting.isEmpty {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.continuation.resume(returning: .success(()))
    }
}
