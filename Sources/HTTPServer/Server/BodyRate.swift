/// Whether a client sends its body fast enough: in every window of time spent waiting for it so many bytes have to come.
///
/// Only waiting counts, so a slow handler never costs its client the connection; and a fast start earns no credit for a
/// trickle later.
struct BodyRate: Sendable {
    private let required: UInt64
    private let window: UInt64
    private var waited: UInt64 = 0
    private var received: UInt64 = 0

    /// `window` in milliseconds.
    init(bytesPerSecond: Int, window: UInt64) {
        self.window = window
        let (product, overflow) = UInt64(max(0, bytesPerSecond)).multipliedReportingOverflow(by: window)
        required = overflow ? .max : product / 1000
    }

    /// When a wait that begins now has to have ended.
    func deadline(from now: UInt64) -> UInt64 {
        received >= required ? .max : now + (window - min(waited, window))
    }

    /// Counts a wait in milliseconds and the bytes it brought; false when the client is too slow.
    mutating func note(waited milliseconds: UInt64, received bytes: Int) -> Bool {
        waited += milliseconds
        received += UInt64(bytes)
        guard waited >= window else { return true }
        defer {
            waited = 0
            received = 0
        }
        return received >= required
    }
}
