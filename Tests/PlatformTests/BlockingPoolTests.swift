import Glibc
import Platform
import Testing

@Suite("The pool for calls that block")
struct BlockingPoolTests {
    private let pool = BlockingPool(name: "pool-test", threads: 2)

    @Test("work runs on a thread of the pool, also after a suspension")
    func runsOnItsThreads() async {
        let names = await withTaskExecutorPreference(pool) {
            let before = threadName()
            await Task.yield()
            return [before, threadName()]
        }
        #expect(names == ["pool-test", "pool-test"])
    }

    @Test("a task that suspends gives its thread to another")
    func suspensionFreesTheThread() async {
        let (stream, gate) = AsyncStream.makeStream(of: Void.self)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask(executorPreference: pool) { for await _ in stream { return } }
            }
            // Eight wait on two threads; this one still runs, and lets them go.
            group.addTask(executorPreference: pool) { gate.finish() }
        }
    }

    @Test("a thousand tasks all run, each once")
    func runsEverything() async {
        let counter = Locked(0)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<1000 { group.addTask(executorPreference: pool) { counter.withLock { $0 += 1 } } }
        }
        #expect(counter.withLock { $0 } == 1000)
    }
}

/// The kernel's name of the calling thread.
private func threadName() -> String {
    guard let file = try? FileDescriptor.open("/proc/thread-self/comm", O_RDONLY) else { return "" }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 32, alignment: 1)
    defer { buffer.deallocate() }
    let count = (try? file.read(into: buffer, at: 0)) ?? 0
    return String(decoding: buffer[..<count].dropLast(), as: UTF8.self)
}
