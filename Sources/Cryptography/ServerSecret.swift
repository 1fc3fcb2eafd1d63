/// The secret of this server, known to all of its processes; every use gets a key of its own from it.
package struct ServerSecret: Sendable {
    private let bytes: [UInt8]

    /// - Parameter text: any text of at least ``minimumCharacters``; only its bytes count.
    package init?(_ text: String) {
        guard text.utf8.count >= Self.minimumCharacters else { return nil }
        bytes = Array(text.utf8)
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// A secret nobody else knows, for as long as this value lives.
    package static func random() -> ServerSecret { ServerSecret(bytes: RandomToken.random(32)) }

    /// Fewer than these could be guessed.
    package static let minimumCharacters = 32

    /// The 32 bytes for `purpose`; those for one purpose tell nothing of those for another.
    package func key(for purpose: String) -> [UInt8] { HMACSHA256.sign(key: bytes, message: Array(purpose.utf8)) }
}
