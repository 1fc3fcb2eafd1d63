import Database
import Library
import LibraryStore
import Operations
import Testing

/// An organization that is deleted, and what it left.
extension TestLibrary {
    /// Whoever has the server's command line.
    static var superadmin: ServerCaller { ServerCaller(user: nil, door: .commandLine) }

    func deleteOrganization() async throws { try await library.deleteOrganization(confirmedBy: "atelier", by: system) }

    func detached() async throws -> [DetachedAsset] { try await library.detachedAssets(by: Self.superadmin).items }

    /// A picture with its renditions made.
    func renderedPicture() async throws -> Asset {
        let asset = try await uploadPicture()
        try await library.renderThumbnail(try await claim())
        return asset
    }

    /// The organization is gone and nothing is left but the blobs of `count` detached files.
    func expectDetached(blobs count: Int, _ location: SourceLocation = #_sourceLocation) async throws {
        await #expect(throws: OrganizationError.notFound("atelier"), sourceLocation: location) { try await state() }
        #expect(try await blobKeys().count == count, sourceLocation: location)
        #expect(try stagedFiles() == [], sourceLocation: location)
        #expect(try await intents().isEmpty, sourceLocation: location)
        #expect(try await jobDepth() == [0, 0], sourceLocation: location)
        try await expectSound(location)
        #expect(try await library.sweep(graceSeconds: 0).isEmpty, sourceLocation: location)
        #expect(try await blobKeys().count == count, sourceLocation: location)
    }
}
