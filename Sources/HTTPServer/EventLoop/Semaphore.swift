internal import Glibc

/// A counting semaphore for threads; never wait on one in a task.
final class Semaphore: @unchecked Sendable {  // sem_t is made for use from several threads
    private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    init() { sem_init(semaphore, 0, 0) }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    /// Safe to call in a signal handler.
    func signal() { sem_post(semaphore) }

    func wait() {
        while sem_wait(semaphore) != 0 {}
    }
}
