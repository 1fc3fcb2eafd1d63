internal import CSandbox

/// What one job may take.
struct JobLimits {
    var milliseconds: Int
    /// Above what the idle worker holds.
    var memoryMegabytes: Int
    /// Size of the source, which the job maps.
    var sourceBytes: Int64
    /// Longest reply that is read.
    var replyBytes: Int

    var forSandbox: sandbox_limits {
        sandbox_limits(
            memory_bytes: UInt64(memoryMegabytes) << 20, mapped_bytes: UInt64(max(0, sourceBytes)),
            wall_milliseconds: UInt32(clamping: milliseconds), reserved: 0)
    }
}
