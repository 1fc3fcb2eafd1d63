internal import CLinux
internal import Glibc

/// A fixed set of threads for calls that block: file writes, hashing, passwords.
///
/// Use it with `withTaskExecutorPreference(pool)`; what is awaited inside runs on these threads and never on an event
/// loop or Swift's cooperative pool. A task that suspends gives its thread back.
package final class BlockingPool: TaskExecutor, @unchecked Sendable {  // `mutex` guards `queue`, `head`, `stopping`
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let available = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var queue: [UnownedJob] = []
    private var head = 0

    /// Starts `threads` threads named `name`; they live as long as the process.
    package init(name: String, threads: Int) {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(available, nil)
        for _ in 0..<threads {
            spawnThread(name: name) { [self] in run() }
        }
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        pthread_mutex_lock(mutex)
        queue.append(job)
        pthread_mutex_unlock(mutex)
        pthread_cond_signal(available)
    }

    private func run() {
        let executor = asUnownedTaskExecutor()
        while true { next().runSynchronously(on: executor) }
    }

    private func next() -> UnownedJob {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while head == queue.count { pthread_cond_wait(available, mutex) }
        let job = queue[head]
        head += 1
        if head == queue.count {
            queue.removeAll(keepingCapacity: true)
            head = 0
        }
        return job
    }
}
