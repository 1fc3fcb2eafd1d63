/// The open channels of a loop by descriptor, with a generation that tells a reused descriptor from its predecessor.
struct ChannelTable {
    private var slots: [Channel?] = Array(repeating: nil, count: 64)
    private var generation: UInt32 = 0
    private var count = 0

    var isEmpty: Bool { count == 0 }

    /// Adds `channel` and returns the mark its events carry.
    mutating func insert(_ channel: Channel) -> UInt64 {
        let slot = Int(channel.fd)
        while slots.count <= slot { slots.append(contentsOf: repeatElement(nil, count: slots.count)) }
        // The highest generation would make the mark of the wake-up descriptor.
        generation = generation &+ 1 == .max ? 1 : generation &+ 1
        channel.generation = generation
        slots[slot] = channel
        count += 1
        return UInt64(generation) << 32 | UInt64(UInt32(channel.fd))
    }

    mutating func remove(_ channel: Channel) {
        guard Int(channel.fd) < slots.count, slots[Int(channel.fd)] === channel else { return }
        slots[Int(channel.fd)] = nil
        count -= 1
    }

    func find(_ mark: UInt64) -> Channel? {
        let slot = Int(truncatingIfNeeded: mark & 0xffff_ffff)
        guard slot < slots.count, let channel = slots[slot], UInt64(channel.generation) == mark >> 32 else { return nil }
        return channel
    }

    func forEach(_ body: (Channel) -> Void) {
        for case let channel? in slots { body(channel) }
    }
}
