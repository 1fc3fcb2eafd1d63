import Cryptography
import Testing

@Suite struct HMACSHA256Tests {
    /// Test cases 1, 2, 6 and 7 of RFC 4231: a short key, a shorter one, and keys longer than a block.
    static let published: [(key: [UInt8], message: String, signature: String)] = [
        (
            .init(repeating: 0x0b, count: 20), "Hi There",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), "what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            .init(repeating: 0xaa, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
        (
            .init(repeating: 0xaa, count: 131),
            "This is a test using a larger than block-size key and a larger than block-size data. "
                + "The key needs to be hashed before being used by the HMAC algorithm.",
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
        ),
    ]

    @Test("signatures are those of RFC 4231", arguments: published)
    func matches(key: [UInt8], message: String, signature: String) {
        #expect(Hex.encode(HMACSHA256.sign(key: key, message: Array(message.utf8))) == signature)
    }

    @Test("a changed message, key or signature does not verify")
    func verification() {
        let key = Array("key".utf8)
        let message = Array("message".utf8)
        let signature = HMACSHA256.sign(key: key, message: message)
        #expect(HMACSHA256.verify(signature, key: key, message: message))
        #expect(!HMACSHA256.verify(signature, key: key, message: message + [0]))
        #expect(!HMACSHA256.verify(signature, key: key + [1], message: message))
        #expect(!HMACSHA256.verify(Array(signature.dropLast()), key: key, message: message))
        #expect(!HMACSHA256.verify([], key: key, message: message))
    }

    @Test("an empty key and an empty message have a signature")
    func empty() {
        #expect(
            Hex.encode(HMACSHA256.sign(key: [], message: []))
                == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    }
}
