internal import CSodium

/// The state libsodium asks for before its first use.
enum Sodium {
    private static let isReady = sodium_init() >= 0

    /// Initializes libsodium, once in the process whatever thread is first.
    static func prepare() { precondition(isReady, "libsodium found no source of randomness") }
}
