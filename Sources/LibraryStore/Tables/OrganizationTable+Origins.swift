internal import Database
package import Library

extension OrganizationTable {
    /// Whether some organization lets pages of `origin` use its API: all that can be said before a request says whose it is.
    package func isOriginAllowed(_ origin: String) async throws -> Bool {
        guard origin.isStorable else { return false }
        return try await transaction.row("SELECT 1 AS found FROM allowed_origin WHERE origin = \(origin) LIMIT 1") != nil
    }

    /// Makes ``isOriginAllowed(_:)`` find what `organization` allows.
    func replaceOrigins(of organization: Organization) async throws {
        try await transaction.run("DELETE FROM allowed_origin WHERE organization_id = \(organization.id)")
        for origin in organization.allowedOrigins {
            try await transaction.run(
                "INSERT INTO allowed_origin (organization_id, origin) VALUES (\(organization.id), \(origin))")
        }
    }
}
