internal import Glibc
internal import Platform

/// The thread one connection lives on: runs the jobs given to it one after another, in order.
final class ConnectionThread: TaskExecutor, @unchecked Sendable {  // `mutex` guards all but `identity`, set once in init
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var queue: [UnownedJob] = []
    private var head = 0
    private var isStopped = false
    private var identity: pthread_t?

    init(name: String) {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
        spawnThread(name: name) { [self] in run() }
        pthread_mutex_lock(mutex)
        while identity == nil { pthread_cond_wait(changed, mutex) }
        pthread_mutex_unlock(mutex)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    /// Whether the caller runs on this thread.
    var isCurrent: Bool { pthread_equal(identity!, pthread_self()) != 0 }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        pthread_mutex_lock(mutex)
        let isLate = isStopped
        if !isLate {
            queue.append(job)
            // Before the lock is given up: the job may be the last, and end this thread and all that belongs to it.
            pthread_cond_signal(changed)
        }
        pthread_mutex_unlock(mutex)
        // Every job must run or its task hangs; after the stop it can only find the connection closed.
        if isLate { spawnThread(name: "database-late") { [self] in job.runSynchronously(on: asUnownedTaskExecutor()) } }
    }

    /// Lets the thread end once it has run what it was given.
    func stop() {
        pthread_mutex_lock(mutex)
        isStopped = true
        pthread_cond_signal(changed)
        pthread_mutex_unlock(mutex)
    }

    private func run() {
        pthread_mutex_lock(mutex)
        identity = pthread_self()
        pthread_cond_signal(changed)
        pthread_mutex_unlock(mutex)
        let executor = asUnownedTaskExecutor()
        while let job = next() { job.runSynchronously(on: executor) }
    }

    private func next() -> UnownedJob? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while head == queue.count {
            if isStopped { return nil }
            pthread_cond_wait(changed, mutex)
        }
        let job = queue[head]
        head += 1
        if head == queue.count {
            queue.removeAll(keepingCapacity: true)
            head = 0
        }
        return job
    }
}
