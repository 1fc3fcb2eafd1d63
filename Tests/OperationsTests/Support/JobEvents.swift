import Database
import Jobs
import Operations

/// What a job runner reported, one after another.
final class JobEvents: Sendable {
    private let stream: AsyncStream<JobEvent>
    private let continuation: AsyncStream<JobEvent>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    var add: @Sendable (JobEvent) -> Void { { [continuation] in continuation.yield($0) } }

    /// The next event, waited for.
    func next() async -> JobEvent? {
        for await event in stream { return event }
        return nil
    }
}

extension TestLibrary {
    /// Ends the pauses of queued jobs and wakes the runners.
    func makeJobsDue() async throws {
        try await change("UPDATE job SET run_at = 0 WHERE state = 'queued'")
        library.jobSignal.notify()
    }
}
