internal import Glibc
internal import Platform

extension SQLiteConnection {
    /// Sleeps a little before another try at a lock; false once `busyTimeout` is over.
    ///
    /// The sleeps are random, or two processes could keep step and starve a third.
    func waitForLock(tries: Int32) -> Bool {
        let now = monotonicNanoseconds() / 1_000_000
        if tries == 0 { busySince = now }
        guard now - busySince < busyTimeout else { return false }
        usleep(UInt32.random(in: 100...1000 * UInt32(min(max(tries, 1), 20))))
        return true
    }

    /// Takes the connection for one transaction, in the order of asking. Call on `thread`.
    func hold() async {
        if !isHeld {
            isHeld = true
        } else {
            await withCheckedContinuation { waiters.append($0) }
        }
    }

    /// Gives the connection to the next in line. Call on `thread`.
    func letGo() {
        if waiters.isEmpty {
            isHeld = false
        } else {
            waiters.removeFirst().resume()
        }
    }
}
