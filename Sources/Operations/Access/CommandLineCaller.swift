package import Library

extension MediaLibrary {
    /// Whoever has the server's command line may do everything in every organization.
    ///
    /// Throws ``OrganizationError`` `notFound`.
    package func commandLineCaller(in slug: String) async throws -> Caller {
        Caller(user: nil, organization: try await organization(slug), role: nil, door: .commandLine)
    }
}
