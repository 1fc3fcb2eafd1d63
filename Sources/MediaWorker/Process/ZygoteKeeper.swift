internal import Glibc
internal import Platform

/// Keeps one worker running: starts it in the best sandbox there is, and again when it ends.
final class ZygoteKeeper: Sendable {
    private enum State {
        case starting
        case ready(Zygote)
        case unavailable(String)
        case stopped
    }

    private struct Shared {
        var state = State.stopped
        /// Callers to be told when a start succeeds or fails.
        var waiting: [CheckedContinuation<Void, Never>] = []
        var wake: WakeSignal?
    }

    private static let startTime = 15_000
    private let configuration: MediaWorkerConfiguration
    private let shared = Locked(Shared())

    init(configuration: MediaWorkerConfiguration) { self.configuration = configuration }

    /// Starts the keeping thread, once; returns when the first worker is ready or known not to start.
    func start() async {
        guard let wake = try? WakeSignal() else { return settle(.unavailable("no event descriptor could be made")) }
        let starts = shared.withLock { shared in
            guard case .stopped = shared.state else { return false }
            shared.state = .starting
            shared.wake = wake
            return true
        }
        if starts { spawnThread(name: "media-worker") { [self] in keep(until: wake) } }
        await settled()
    }

    /// Ends the worker and waits until it is gone.
    func stop() async {
        let wake = shared.withLock { shared in
            defer { shared.wake = nil }
            return shared.wake
        }
        wake?.raise()
        while !isStopped { await change() }
    }

    var health: MediaWorkerHealth {
        switch shared.withLock({ $0.state }) {
        case .ready(let zygote): .ready(sandbox: zygote.sandbox)
        case .starting: .unavailable(reason: "the media worker is starting")
        case .unavailable(let reason): .unavailable(reason: reason)
        case .stopped: .unavailable(reason: "the media worker is not running")
        }
    }

    /// The running worker, after a start under way has ended.
    func zygote() async throws(MediaWorkerError) -> Zygote {
        await settled()
        if let running { return running }
        guard case .unavailable(let reason) = health else { throw .unavailable("the media worker was restarted") }
        throw .unavailable(reason)
    }

    /// The worker that follows `lost`, which has ended.
    func replacement(for lost: Zygote) async throws(MediaWorkerError) -> Zygote {
        while await waitForChange(when: { if case .ready(let zygote) = $0 { zygote === lost } else { false } }) {}
        return try await zygote()
    }

    var running: Zygote? {
        if case .ready(let zygote) = shared.withLock({ $0.state }) { zygote } else { nil }
    }

    private var isUnavailable: Bool {
        if case .unavailable = shared.withLock({ $0.state }) { true } else { false }
    }

    private var isStopped: Bool {
        if case .stopped = shared.withLock({ $0.state }) { true } else { false }
    }
}

// MARK: - State

extension ZygoteKeeper {
    private func settle(_ state: State) {
        let waiting = shared.withLock { shared in
            shared.state = state
            defer { shared.waiting = [] }
            return shared.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    private func settled() async {
        while await waitForChange(when: { if case .starting = $0 { true } else { false } }) {}
    }

    private func change() async {
        _ = await waitForChange { if case .stopped = $0 { false } else { true } }
    }

    /// Waits for the next change of state if the state now is as `applies` says; whether it waited.
    private func waitForChange(when applies: @Sendable (State) -> Bool) async -> Bool {
        var waited = false
        await withCheckedContinuation { continuation in
            waited = shared.withLock { shared in
                guard applies(shared.state) else { return false }
                shared.waiting.append(continuation)
                return true
            }
            if !waited { continuation.resume() }
        }
        return waited
    }
}

// MARK: - The keeping thread

extension ZygoteKeeper {
    /// Runs on a thread of its own, which is the worker's parent as the kernel sees it.
    private func keep(until wake: WakeSignal) {
        var restarts = RestartDelay()
        while true {
            let started = monotonicMilliseconds()
            run(until: wake)
            let delay = restarts.next(afterRunningFor: monotonicMilliseconds() - started)
            if delay > 0 && !isUnavailable { settle(.unavailable("the media worker keeps ending and is being restarted")) }
            if !waitUntilReadable([wake.descriptor], deadline: Deadline(inMilliseconds: delay)).isEmpty { break }
            settle(.starting)
        }
        settle(.stopped)
    }

    /// One worker's life.
    private func run(until wake: WakeSignal) {
        switch startBest() {
        case .success(let zygote):
            settle(.ready(zygote))
            _ = waitUntilReadable([wake.descriptor, zygote.control], deadline: .never)
            settle(.starting)
            zygote.end()
        case .failure(let failure):
            settle(.unavailable(failure.reason))
        }
    }

    private func startBest() -> Result<Zygote, StartFailure> {
        var reasons: [String] = []
        for command in WorkerCommand.candidates(configuration) {
            do { return .success(try Zygote.start(command, deadline: Deadline(inMilliseconds: Self.startTime))) } catch {
                reasons.append(error.reason)
            }
        }
        return .failure(StartFailure(reason: reasons.isEmpty ? "bubblewrap is not installed" : reasons.joined(separator: "; ")))
    }
}

/// How long to wait before the next start: not at all after a long life, longer and longer after short ones.
struct RestartDelay {
    private var milliseconds = 0
    private static let longLife: UInt64 = 10_000
    private static let longest = 30_000

    mutating func next(afterRunningFor lifetime: UInt64) -> Int {
        if lifetime >= Self.longLife { milliseconds = 0 }
        defer { milliseconds = min(max(100, milliseconds * 2), Self.longest) }
        return milliseconds
    }
}
