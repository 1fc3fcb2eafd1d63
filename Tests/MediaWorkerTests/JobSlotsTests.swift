import Testing

@testable import MediaWorker

@Suite("Job slots") struct JobSlotsTests {
    @Test("a full queue refuses")
    func overload() async throws {
        let slots = JobSlots(count: 1, maximumWaiting: 0)
        try await slots.withSlot { () async throws(MediaWorkerError) in
            #expect(await refusal(by: slots) == .overloaded)
        }
        #expect(await refusal(by: slots) == nil)
    }

    @Test("a cancelled caller leaves the queue and takes no slot with it")
    func cancellation() async throws {
        let slots = JobSlots(count: 1, maximumWaiting: 8)
        try await slots.withSlot { () async throws(MediaWorkerError) in
            let waiting = Task { await refusal(by: slots) }
            waiting.cancel()
            #expect(await waiting.value == .cancelled)
        }
        #expect(await refusal(by: slots) == nil)
    }

    @Test("those who wait get their turn")
    func queue() async throws {
        let slots = JobSlots(count: 2, maximumWaiting: 100)
        let finished = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<100 {
                group.addTask { try await slots.withSlot { () async throws(MediaWorkerError) in number } }
            }
            return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
        }
        #expect(finished.count == 100)
    }

    /// Nil when a slot was given.
    private func refusal(by slots: JobSlots) async -> MediaWorkerError? {
        do {
            try await slots.withSlot { () async throws(MediaWorkerError) in }
            return nil
        } catch {
            return error
        }
    }
}
