internal import CLinux
internal import Glibc
internal import Platform

/// One thread, one epoll set, and the executor of the tasks that serve its connections.
///
/// A task resumed by its own loop goes into `local` without a lock or a system call; other threads go through `inbox` and
/// an eventfd.
final class EventLoop: TaskExecutor, @unchecked Sendable {  // all but `inbox` and the descriptors belongs to the loop's thread
    private struct Inbox {
        var jobs: [UnownedJob] = []
        var isSignalled = false
        var isStopped = false
    }

    private let inbox = Locked(Inbox())
    private let epoll: Int32
    private let wakeup: Int32

    private var thread = pthread_t()
    private var local: [UnownedJob] = []
    private var running: [UnownedJob] = []
    private var nextSweep: UInt64 = 0
    private(set) var channels = ChannelTable()
    /// Milliseconds, as of the last look at the sockets.
    private(set) var now = monotonicMilliseconds()
    /// Set once by a shutdown: no request after the present one.
    var isDraining = false
    let buffers: BufferPool
    var dateLine = DateLine()

    private static let wakeupMark = UInt64.max
    private static let eventsAtOnce = 256
    /// After so many rounds the sockets get a look, even if tasks keep yielding to each other.
    private static let jobRounds = 4
    private static let sweepInterval: UInt64 = 100

    init(inputBytes: Int) throws(HTTPError) {
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard epoll >= 0 else { throw .io(.current) }
        wakeup = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        buffers = BufferPool(inputBytes: inputBytes)
        guard wakeup >= 0, linux_epoll_ctl(epoll, EPOLL_CTL_ADD, wakeup, LINUX_EPOLLIN, Self.wakeupMark) == 0 else {
            throw .io(.current)
        }
    }

    deinit {
        _ = close(epoll)
        _ = close(wakeup)
    }

    /// Whether the caller is on this loop's thread.
    @inline(__always)
    var isCurrent: Bool { pthread_equal(pthread_self(), thread) != 0 }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if isCurrent {
            local.append(job)
            return
        }
        let mustSignal = inbox.withLock { inbox in
            inbox.jobs.append(job)
            defer { inbox.isSignalled = true }
            return !inbox.isSignalled
        }
        if mustSignal { signal() }
    }

    private func signal() {
        var one: UInt64 = 1
        _ = write(wakeup, &one, 8)
    }

    /// Starts the thread, which keeps the loop alive until `stop`.
    func start(name: String) {
        let started = Semaphore()
        spawnThread(name: name) { [self] in
            thread = pthread_self()
            started.signal()
            run()
        }
        started.wait()
    }

    /// Ends the thread when nothing is left to run.
    func stop() {
        inbox.withLock {
            $0.isStopped = true
            $0.isSignalled = true
        }
        signal()
    }

    private func run() {
        let events = UnsafeMutablePointer<epoll_event>.allocate(capacity: Self.eventsAtOnce)
        defer { events.deallocate() }
        var isStopped = false
        while !isStopped || !local.isEmpty {
            runJobs()
            let count = epoll_wait(epoll, events, Int32(Self.eventsAtOnce), waitMilliseconds)
            now = monotonicMilliseconds()
            for index in 0..<max(0, Int(count)) {
                let mark = linux_epoll_data(events + index)
                if mark == Self.wakeupMark {
                    isStopped = emptyInbox()
                } else {
                    channels.find(mark)?.fire(linux_epoll_events(events + index))
                }
            }
            sweep()
        }
    }

    private func runJobs() {
        let executor = asUnownedTaskExecutor()
        for _ in 0..<Self.jobRounds where !local.isEmpty {
            swap(&local, &running)
            for job in running { job.runSynchronously(on: executor) }
            running.removeAll(keepingCapacity: true)
        }
    }

    private var waitMilliseconds: Int32 {
        if !local.isEmpty { return 0 }
        if channels.isEmpty { return -1 }
        return nextSweep > now ? Int32(nextSweep - now) : 0
    }

    private func emptyInbox() -> Bool {
        var value: UInt64 = 0
        _ = read(wakeup, &value, 8)
        return inbox.withLock { inbox in
            inbox.isSignalled = false
            local.append(contentsOf: inbox.jobs)
            inbox.jobs.removeAll(keepingCapacity: true)
            return inbox.isStopped
        }
    }

    private func sweep() {
        guard now >= nextSweep else { return }
        nextSweep = now + Self.sweepInterval
        channels.forEach { $0.expire(at: now) }
    }
}

extension EventLoop {
    /// Watches a channel's socket, edge-triggered, until the channel is closed.
    func register(_ channel: Channel, events: UInt32) -> Bool {
        let mark = channels.insert(channel)
        let code = linux_epoll_ctl(epoll, EPOLL_CTL_ADD, channel.fd, events | LINUX_EPOLLET, mark)
        if code != 0 { channels.remove(channel) }
        return code == 0
    }

    /// close(2) takes the socket out of the epoll set by itself.
    func unregister(_ channel: Channel) { channels.remove(channel) }

    /// Runs `operation` on this loop, whatever executor the caller is on.
    func perform<Result: Sendable>(
        _ operation: @Sendable () async throws(HTTPError) -> Result
    ) async throws(HTTPError) -> Result {
        try await withTaskExecutorPreference(self) { () async throws(HTTPError) -> Result in try await operation() }
    }
}
