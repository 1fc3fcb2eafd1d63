/// Opened once by one task, waited for by others.
final class Gate: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    func open() { continuation.finish() }

    /// Waits for the opening, also in a task that is cancelled.
    func passed() async { await Task { for await _ in stream {} }.value }
}
