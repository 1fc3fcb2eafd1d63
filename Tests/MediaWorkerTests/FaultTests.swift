import Glibc
import MediaWorker
import Testing

@Suite("Faults") struct FaultTests {
    @Test(
        "a job that dies or floods costs itself only",
        arguments: [
            ("abort", MediaWorkerError.crashed(signal: SIGABRT)), ("segfault", .crashed(signal: SIGSEGV)),
            ("flood", .malformed("what was made of it is too large")),
        ])
    func fault(probe: String, error: MediaWorkerError) async throws {
        let pool = await TestWorker.shared.value
        await #expect(throws: error) { try await pool.probe(probe) }
        #expect(try await pool.probe("echo:still here") == "still here")
    }

    @Test(
        "a job that takes all memory is stopped and told",
        .disabled(if: Sanitizer.isActive, "its allocator ends a process its own way"))
    func memory() async throws {
        let pool = await TestWorker.shared.value
        await #expect(throws: MediaWorkerError.outOfMemory) { try await pool.probe("memory") }
        #expect(try await pool.probe("echo:still here") == "still here")
    }

    @Test("a job that hangs and ignores signals is ended at its time limit")
    func hang() async throws {
        try await withWorker(timeLimit: 1) { (pool) async throws in
            await #expect(throws: MediaWorkerError.timedOut) { try await pool.probe("hang") }
            #expect(try await pool.probe("echo:still here") == "still here")
        }
    }

    @Test("a cancelled caller is answered at once, and its job ends")
    func cancellation() async throws {
        try await withWorker { (pool) async throws in
            for _ in 0..<6 {
                let task = Task { try await pool.probe("hang") }
                task.cancel()
                await #expect(throws: MediaWorkerError.cancelled) { try await task.value }
            }
            #expect(try await pool.probe("echo:still here") == "still here")
        }
    }

    @Test("a killed worker is started again", arguments: SandboxTests.sandboxes)
    func killedWorker(sandbox: MediaWorkerConfiguration.Sandbox) async throws {
        try await withWorker(in: sandbox) { (pool) async throws in
            let first = try #require(pool.processIdentifier)
            kill(first, SIGKILL)
            // A first answer may still come from the dying one.
            repeat { #expect(try await pool.probe("echo:back") == "back") } while pool.processIdentifier == first
        }
    }

    @Test("a worker that stands still is replaced")
    func frozenWorker() async throws {
        try await withWorker(in: .landlock, timeLimit: 1) { (pool) async throws in
            let first = try #require(pool.processIdentifier)
            kill(first, SIGSTOP)
            await #expect(throws: MediaWorkerError.timedOut) { try await pool.probe("echo:lost") }
            #expect(try await pool.probe("echo:back") == "back")
        }
    }

    @Test("a stopped pool refuses, and starts again")
    func restart() async throws {
        let pool = MediaWorkerPool(configuration: TestWorker.configuration())
        await pool.start()
        await pool.stop()
        #expect(pool.processIdentifier == nil)
        await #expect(throws: MediaWorkerError.unavailable("the media worker is not running")) {
            try await pool.probe("echo:hello")
        }
        await pool.start()
        #expect(try await pool.probe("echo:hello") == "hello")
        await pool.stop()
    }
}
