import Cryptography
import Testing

@Suite("Digests by algorithms of others' choice")
struct DigestTests {
    @Test(
        "agree with the standards' own examples",
        arguments: [
            (Digest.Algorithm.sha1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
            (.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                .sha512,
                "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
            ),
        ])
    func examples(_ algorithm: Digest.Algorithm, _ expected: String) {
        let digest = Digest(algorithm)
        for piece in ["a", "", "bc"] { Array(piece.utf8).withUnsafeBytes { digest.update($0) } }
        #expect(Hex.encode(digest.finalize()) == expected)
    }
}
