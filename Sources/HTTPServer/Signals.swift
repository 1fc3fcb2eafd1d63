internal import Glibc
internal import Platform

/// The signals that end the process in good order.
///
/// Neither sigwait(3) nor signalfd(2): with an async main, libdispatch parks the main thread in sigsuspend(2) with an empty
/// mask, so a signal blocked everywhere else is delivered there and kills the process.
package enum Signals {
    private static let arrived = Semaphore()

    /// Ignores SIGPIPE and takes SIGTERM and SIGINT over. Call it before anything that may receive them.
    package static func install() {
        signal(SIGPIPE, SIG_IGN)
        _ = arrived  // made here: a handler must not allocate
        for number in [SIGTERM, SIGINT] { signal(number) { _ in Signals.arrived.signal() } }
    }

    /// Returns when SIGTERM or SIGINT has come, each call for one of them.
    package static func waitForTermination() async {
        await withCheckedContinuation { continuation in
            spawnThread(name: "signals") {
                arrived.wait()
                continuation.resume()
            }
        }
    }
}
