import Cryptography
import Testing

@Suite struct EncodingTests {
    @Test(
        "base64url is RFC 4648's without padding",
        arguments: [
            ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"),
        ])
    func base64(text: String, encoded: String) {
        #expect(Base64URL.encode(Array(text.utf8)) == encoded)
        #expect(Base64URL.decode(encoded) == Array(text.utf8))
    }

    @Test("bytes of every length come back from base64url and hex")
    func roundTrip() {
        for count in 0...100 {
            let bytes = RandomToken.random(count)
            #expect(bytes.count == count)
            #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
            #expect(Hex.decode(Hex.encode(bytes)) == bytes)
        }
        #expect(Base64URL.encode([0xfb, 0xff, 0xfe]) == "-__-")
    }

    @Test("base64url refuses what it would not write", arguments: ["Zg==", "Z", "Zh", "+/+/", "Zm 9v", "Zm9v\n", "Zm9\0", "Zmé"])
    func strictBase64(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    @Test("base64url has an alphabet of 64 characters and reads no other")
    func alphabet() {
        let read = (0...0x17f).filter { Base64URL.decode("AAA" + String(UnicodeScalar($0)!)) != nil }
        #expect(read.count == 64)
        #expect(read.allSatisfy { $0 < 0x80 })
    }

    @Test("hex is lower case, and reads both")
    func hex() {
        #expect(Hex.encode([0, 0x9a, 0xff]) == "009aff")
        #expect(Hex.decode("009AfF") == [0, 0x9a, 0xff])
        #expect(Hex.decode("") == [])
    }

    @Test("hex refuses half bytes and anything else", arguments: ["0", "0g", " 00", "00 ", "0x00", "é0", "００"])
    func strictHex(text: String) {
        #expect(Hex.decode(text) == nil)
    }

    @Test("a token is 43 characters of base64url for 32 bytes and never the same")
    func tokens() {
        let tokens = (0..<1000).map { _ in RandomToken.make() }
        #expect(Set(tokens).count == 1000)
        #expect(tokens.allSatisfy { $0.utf8.count == 43 && Base64URL.decode($0)?.count == 32 })
    }

    @Test("constant-time comparison tells equal from unequal, and lengths apart")
    func comparison() {
        #expect(constantTimeEqual([1, 2, 3], [1, 2, 3]))
        #expect(!constantTimeEqual([1, 2, 3], [1, 2, 4]))
        #expect(!constantTimeEqual([1, 2], [1, 2, 3]))
        #expect(constantTimeEqual([], []))
        #expect(constantTimeEqual("tökén", "tökén"))
        #expect(!constantTimeEqual("token", "tokem"))
    }
}
