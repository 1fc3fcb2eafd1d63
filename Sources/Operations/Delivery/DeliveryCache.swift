internal import Library
internal import Platform

/// Recently delivered files, open and described, so that a popular one costs no query (M42).
///
/// An entry lives a second: this process drops what it changes at once, and what another process changes shows within that
/// time. See docs/decisions/004-delivery-cache.md.
final class DeliveryCache: Sendable {
    private struct Entry {
        let delivery: Delivery
        /// Whose bytes they are, for whatever key they were asked for.
        let asset: AssetID?
        let expiresAt: UInt64
    }

    private struct State {
        var entries: [String: Entry] = [:]
        /// When expired entries, which hold their files open, are dropped again.
        var cleaningAt: UInt64 = 0
        var changes: UInt64 = 0
    }

    private static let lifeMilliseconds: UInt64 = 1000
    private let capacity: Int
    private let clock: any WallClock
    private let state = Locked(State())

    init(capacity: Int, clock: any WallClock) {
        self.capacity = capacity
        self.clock = clock
    }

    func find(_ key: String) -> Delivery? {
        let now = clock.uptimeMilliseconds
        return state.withLock { state in
            guard let entry = state.entries[key], entry.expiresAt > now else { return nil }
            return entry.delivery
        }
    }

    /// Counts changes: what was read before one must not be kept after it.
    var changes: UInt64 { state.withLock { $0.changes } }

    /// Keeps `delivery` unless anything changed since `changes` was taken.
    func keep(_ delivery: Delivery, as key: String, since changes: UInt64) {
        let now = clock.uptimeMilliseconds
        let asset = AssetKey(key)?.asset
        state.withLock { state in
            guard state.changes == changes else { return }
            if now >= state.cleaningAt {
                state.entries = state.entries.filter { $0.value.expiresAt > now }
                state.cleaningAt = now + Self.lifeMilliseconds
            }
            if state.entries.count >= capacity { state.entries.removeAll(keepingCapacity: true) }
            state.entries[key] = Entry(delivery: delivery, asset: asset, expiresAt: now + Self.lifeMilliseconds)
        }
    }

    func forget(_ keys: [String]) {
        state.withLock { state in
            state.changes += 1
            for key in keys { state.entries[key] = nil }
        }
    }

    /// Forgets an asset's original and renditions, under every key they ever had.
    func forgetAll(of asset: Asset) {
        state.withLock { state in
            state.changes += 1
            for (key, entry) in state.entries where entry.asset == asset.id || asset.isAdopted(as: key) {
                state.entries[key] = nil
            }
        }
    }
}

extension Asset {
    /// Whether a key that this library did not make is, or was, the one of the original.
    fileprivate func isAdopted(as key: String) -> Bool {
        guard let storage else { return false }
        return storage.key == key || storage.publicURL == "/files/\(key)"
    }
}
