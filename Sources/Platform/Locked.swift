internal import Glibc

/// A value behind a pthread mutex.
///
/// Not `Synchronization.Mutex`: that one is a bare futex which ThreadSanitizer cannot see, so every access it guards
/// would be reported as a race.
package final class Locked<Value>: @unchecked Sendable {  // the mutex is the isolation of `value`
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private var value: Value

    package init(_ value: Value) {
        self.value = value
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    /// Runs `body` with exclusive access. Never call anything that blocks, or this lock again, from inside.
    package func withLock<Result, Failure: Error>(_ body: (inout Value) throws(Failure) -> Result) throws(Failure) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&value)
    }
}
