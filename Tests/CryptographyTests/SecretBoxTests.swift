import Cryptography
import Testing

@Suite("Secret boxes")
struct SecretBoxTests {
    private let key = [UInt8](repeating: 7, count: 32)

    @Test("what was sealed comes out again, empty too", arguments: [0, 1, 5000])
    func roundTrip(_ count: Int) {
        let message = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        let box = SecretBox.seal(message, key: key)
        #expect(box.count == count + 40)
        #expect(SecretBox.open(box, key: key) == message)
    }

    @Test("another key opens nothing, and neither does a box with a changed, missing or further byte")
    func refused() {
        let box = SecretBox.seal([1, 2, 3], key: key)
        #expect(SecretBox.open(box, key: [UInt8](repeating: 8, count: 32)) == nil)
        for index in box.indices {
            var changed = box
            changed[index] ^= 1
            #expect(SecretBox.open(changed, key: key) == nil)
        }
        for count in 0..<box.count { #expect(SecretBox.open(Array(box.prefix(count)), key: key) == nil) }
        #expect(SecretBox.open(box + [0], key: key) == nil)
    }

    @Test("the same message is sealed differently each time")
    func nonces() {
        #expect(SecretBox.seal([1], key: key) != SecretBox.seal([1], key: key))
    }
}
