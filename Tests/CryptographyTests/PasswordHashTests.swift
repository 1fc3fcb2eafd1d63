import Cryptography
import Testing

@Suite struct PasswordHashTests {
    @Test("a password verifies against its own hash and no other does")
    func verification() throws {
        let hash = try PasswordHash.make("correct horse")
        #expect(hash.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
        #expect(PasswordHash.verify("correct horse", hash))
        #expect(!PasswordHash.verify("correct horsf", hash))
        #expect(!PasswordHash.verify("", hash))
        #expect(!PasswordHash.needsRehash(hash))
    }

    @Test("what follows a NUL in a password counts")
    func passwordWithNUL() throws {
        let hash = try PasswordHash.make("a\0b")
        #expect(PasswordHash.verify("a\0b", hash))
        #expect(!PasswordHash.verify("a\0c", hash))
        #expect(!PasswordHash.verify("a", hash))
    }

    @Test("two hashes of one password differ")
    func salt() throws {
        #expect(try PasswordHash.make("same") != PasswordHash.make("same"))
    }

    @Test("libargon2's published hash verifies, and asks to be replaced by one of today's cost")
    func foreignHash() {
        let hash = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"
        #expect(PasswordHash.verify("password", hash))
        #expect(!PasswordHash.verify("passwore", hash))
        #expect(PasswordHash.needsRehash(hash))
    }

    @Test("a malformed hash verifies nothing", arguments: ["", "$", "plain", "$argon2id$v=19$m=19456,t=2,p=1$", "$2b$10$abc"])
    func malformed(hash: String) {
        #expect(!PasswordHash.verify("", hash))
        #expect(!PasswordHash.verify("plain", hash))
        #expect(PasswordHash.needsRehash(hash))
    }

    @Test("verifying for a user who does not exist is false and costs what a real one costs")
    func nobody() throws {
        let hash = try PasswordHash.make("x")
        let clock = ContinuousClock()
        // The best of a few, as other tests share the machine; skipping the work would be a thousand times faster.
        let real = (0..<3).map { _ in clock.measure { _ = PasswordHash.verify("y", hash) } }.min()!
        let none = (0..<3).map { _ in clock.measure { #expect(!PasswordHash.verifyAgainstNothing("y")) } }.min()!
        #expect(none > real / 3 && real > none / 3)
    }
}
