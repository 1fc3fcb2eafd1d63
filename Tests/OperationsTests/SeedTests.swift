import BlobStorage
import Database
import Library
import LibraryStore
import Operations
import Testing

@Suite("Seeding site variables (M25)")
struct SeedTests {
    private let defaults = [
        SiteVariableDefault(.logo, mimeType: "image/svg+xml", fileExtension: "svg", bytes: Array("<svg/>".utf8)),
        SiteVariableDefault(.socialImage, mimeType: "image/png", fileExtension: "png", bytes: [1, 2, 3]),
    ]

    private func seed(_ library: MediaLibrary) async throws -> [SiteVariable.Verdict] {
        try await library.seedSiteVariables(defaults).map(\.verdict)
    }

    @Test("the first seed publishes, the second changes nothing")
    func twice() async throws {
        let test = try await TestLibrary()
        #expect(try await test.library.siteVariables("main") == nil)
        #expect(try await seed(test.library) == [.published, .published])
        let values = try await test.library.siteVariables("main")
        #expect(try await seed(test.library) == [.unchanged, .unchanged])
        #expect(try await test.library.siteVariables("main") == values)
        #expect(try await test.blobKeys().count == 2)
        #expect(try await test.library.sweep(graceSeconds: 0).isEmpty)
        let logo = try #require(values?["logo"])
        #expect(logo.hasPrefix("/files/global/site-variables/logo."))
        #expect(try await test.library.deliverFile(String(logo.dropFirst("/files/".count))).mimeType == "image/svg+xml")
        try await test.expectSound()
    }

    @Test("no row speaks of bytes that are not there, whatever fails")
    func failures() async throws {
        let test = try await TestLibrary()
        for call in [FaultyBlobStore.Call.stage, .write, .finish, .publish] {
            test.blobs.fail(call, with: .unavailable("away"))
            await #expect(throws: BlobError.self) { try await seed(test.library) }
            #expect(try await test.library.siteVariables("main") == nil)
            test.blobs.heal()
        }
        test.database.failNextWrite(.before(.unavailable))
        await #expect(throws: DatabaseError.unavailable) { try await seed(test.library) }
        #expect(try await test.library.siteVariables("main") == nil)
        try await test.expectSound()
        #expect(try await seed(test.library) == [.published, .published], "it takes what was left")
        #expect(try await test.blobKeys().count == 2)
        #expect(try test.stagedFiles() == [])
        try await test.expectSound()
    }

    @Test("another provider gets the bytes, and addresses of the former one are followed; a chosen one is not")
    func otherProvider() async throws {
        let test = try await TestLibrary()
        _ = try await seed(test.library)
        try await test.change("UPDATE global_data SET value = 'https://site.example/me.svg' WHERE name = 'logo'")
        let moved = try test.movedLibrary(to: "elsewhere", publicBaseURL: "https://media.example")
        #expect(try await seed(moved) == [.kept, .repaired])
        let values = try #require(try await moved.siteVariables("main"))
        #expect(values["logo"] == "https://site.example/me.svg")
        #expect(values["socialImage"]?.hasPrefix("https://media.example/global/site-variables/social-image.") == true)
        #expect(try await moved.verify(checksums: true).differences == [])
        #expect(try await test.blobKeys().count == 2, "what was published stays")
        #expect(try await seed(test.library) == [.kept, .repaired])
    }

    @Test("two seeds at once agree")
    func concurrent() async throws {
        let test = try await TestLibrary()
        let other = try await TestLibrary(beside: test)
        async let first = seed(test.library)
        async let second = seed(other.library)
        _ = try await (first, second)
        #expect(try await seed(test.library) == [.unchanged, .unchanged])
        #expect(try await test.blobKeys().count == 2)
        try await test.expectSound()
    }
}
