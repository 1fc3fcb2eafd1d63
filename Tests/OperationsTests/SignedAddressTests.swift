import Foundation
import Library
import LibraryStore
import Operations
import Testing

@Suite("Signed addresses")
struct SignedAddressTests {
    /// The key and signature of a path as a client would send them.
    private func take(_ path: String) throws -> (key: String, signature: AddressSignature) {
        let parts = path.dropFirst("/files/".count).split(separator: "?", maxSplits: 1)
        return (String(parts[0]), try #require(AddressSignature(query: parts[1])))
    }

    private func privateAsset(_ test: TestLibrary) async throws -> Asset {
        let asset = try await test.upload(Samples.text(50))
        var edit = AssetEdit()
        edit.visibility = .private
        return try await test.library.editAsset(asset.id, edit, by: test.caller())
    }

    @Test("opens a private file, which its plain address does not")
    func opensPrivate() async throws {
        let test = try await TestLibrary()
        let asset = try await privateAsset(test)
        await #expect(throws: AssetError.notFound) { try await test.library.deliverFile(asset.storage!.key) }
        let (key, signature) = try take(try await test.library.signAddress(of: asset.id, by: test.caller()).path)
        #expect(try await test.library.deliverFile(key, signedBy: signature).byteSize == 50)
        #expect(test.library.recentDelivery(of: key) == nil, "what was opened by a signature must not be kept for everybody")
    }

    @Test("opens what is in Trash, and nothing once that is purged")
    func opensTrashed() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Samples.text(50))
        let (key, signature) = try take(try await test.library.signAddress(of: asset.id, by: test.caller()).path)
        try await test.library.deleteAsset(asset.id, by: test.caller())
        await #expect(throws: AssetError.notFound) { try await test.library.deliverFile(key) }
        #expect(try await test.library.deliverFile(key, signedBy: signature).byteSize == 50)
        try await test.library.purgeAsset(asset.id, by: test.caller())
        await #expect(throws: AssetError.notFound) { try await test.library.deliverFile(key, signedBy: signature) }
    }

    @Test("ends when it said it would, and says so")
    func ends() async throws {
        let test = try await TestLibrary()
        let asset = try await privateAsset(test)
        let address = try await test.library.signAddress(of: asset.id, lifetime: 60, by: test.caller())
        let (key, signature) = try take(address.path)
        test.clock.advance(bySeconds: 59)
        _ = try await test.library.deliverFile(key, signedBy: signature)
        test.clock.advance(bySeconds: 1)
        await #expect(throws: AssetError.addressExpired) { try await test.library.deliverFile(key, signedBy: signature) }
    }

    @Test(
        "is worth nothing for another key, end or disposition, or by another secret",
        arguments: ["key", "expires", "disposition", "signature", "secret"])
    func forged(_ part: String) async throws {
        let test = try await TestLibrary()
        let asset = try await privateAsset(test)
        let other = try await privateAsset(test)
        let path = try await test.library.signAddress(of: asset.id, by: test.caller()).path
        let elsewhere = try await TestLibrary()
        let forged =
            switch part {
            case "key": path.replacing("\(asset.id)", with: "\(other.id)")
            case "expires": path.replacing("expires=1", with: "expires=2")
            case "disposition": path.replacing("?", with: "?disposition=attachment&")
            case "signature": String(path.dropLast(2)) + "AA"
            default: path
            }
        if part != "secret" { try #require(forged != path) }
        let (key, signature) = try take(forged)
        let library = part == "secret" ? elsewhere.library : test.library
        await #expect(throws: AssetError.notFound) { try await library.deliverFile(key, signedBy: signature) }
    }

    @Test(
        "is read from nothing but its own parameters in their order",
        arguments: [
            "", "expires=1", "signature=AA", "signature=AA&expires=1", "expires=1&signature=AA&v=1", "v=1&expires=1&signature=AA",
            "expires=1&signature=AA&", "expires=x&signature=AA", "expires=1&signature=A%41", "expires=1&signature=!",
            "disposition=inline&expires=1&signature=AA", "expires=99999999999999999999&signature=AA",
        ])
    func malformed(_ query: String) {
        #expect(AddressSignature(query: query) == nil)
    }

    @Test("is given to those who may download, of assets of their organization, for a minute to a week")
    func givenTo() async throws {
        let test = try await TestLibrary()
        let asset = try await test.upload(Samples.text(50))
        await #expect(throws: AssetError.notFound) {
            try await test.library.signAddress(of: asset.id, by: test.caller(neighbour: true))
        }
        for lifetime: Int64 in [59, 604_801, 0, -1, .max] {
            let error = await #expect(throws: AssetError.self) {
                try await test.library.signAddress(of: asset.id, lifetime: lifetime, by: test.caller())
            }
            #expect(error?.fields.map(\.field) == ["expiresIn"])
        }
        _ = try await test.library.signAddress(of: asset.id, lifetime: 604_800, by: test.caller(.member))
    }

    @Test("stands in a page for a picture whose plain address does not answer, the same one for an hour")
    func inPages() async throws {
        let test = try await TestLibrary()
        let shown = try await test.upload(Samples.text(50))
        #expect(test.library.path(of: shown) == shown.storage!.publicURL)
        let hidden = try await privateAsset(test)
        let path = try #require(test.library.path(of: hidden))
        let (key, signature) = try take(path)
        #expect(try await test.library.deliverFile(key, signedBy: signature).byteSize == 50)
        #expect(test.library.path(of: hidden) == path)
        #expect(signature.expires - test.clock.now.seconds >= 3600)
    }
}
