internal import CSodium

/// Passwords as argon2id hashes that carry their salt and cost: `$argon2id$v=19$m=19456,t=2,p=1$…`.
///
/// **Each `make` and `verify` blocks for about 30 ms and takes 19 MiB**: call on a `BlockingPool`, and throttle sign-in.
package enum PasswordHash {
    /// Memory could not be had.
    package struct OutOfMemory: Error {}

    private static let passes: UInt64 = 2
    private static let memory = 19 << 20  // bytes

    package static func make(_ password: String) throws(OutOfMemory) -> String {
        Sodium.prepare()
        var hash = [CChar](repeating: 0, count: Int(crypto_pwhash_STRBYTES))
        var password = password
        let code = password.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                crypto_pwhash_str_alg(
                    &hash, $0.baseAddress!, UInt64($0.count), passes, memory, crypto_pwhash_ALG_ARGON2ID13)
            }
        }
        guard code == 0 else { throw OutOfMemory() }
        return String(decoding: hash.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Whether `hash` was made from `password`; false also for a malformed hash.
    package static func verify(_ password: String, _ hash: String) -> Bool {
        Sodium.prepare()
        var password = password
        return password.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                crypto_pwhash_str_verify(hash, $0.baseAddress!, UInt64($0.count)) == 0
            }
        }
    }

    /// Takes the time of a `verify` and is false: for users who do not exist, so that timing does not tell.
    @discardableResult
    package static func verifyAgainstNothing(_ password: String) -> Bool { verify(password, nobody) && false }

    /// Whether `hash` was made at another cost than today's and should be replaced at the next sign-in.
    package static func needsRehash(_ hash: String) -> Bool {
        Sodium.prepare()
        return crypto_pwhash_str_needs_rehash(hash, passes, memory) != 0
    }

    /// A well-formed hash at today's cost: salt and digest are zeros, which no known password has.
    private static let nobody =
        "$argon2id$v=19$m=\(memory >> 10),t=\(passes),p=1$" + String(repeating: "A", count: 22) + "$"
        + String(repeating: "A", count: 43)
}
