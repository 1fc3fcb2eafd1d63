internal import Database
package import Library

extension OrganizationTable {
    /// Puts `logo` in the place of the one there is; nil: none.
    package func setLogo(_ logo: OrganizationLogo?, of organization: OrganizationID) async throws {
        try await transaction.run(
            """
            UPDATE organization SET logo_provider = \(logo?.place.provider), logo_bucket = \(logo?.place.bucket),
                logo_key = \(logo?.key), logo_mime_type = \(logo?.mimeType), logo_byte_size = \(logo?.byteSize),
                logo_checksum = \(logo?.checksum), logo_updated_at = \(logo?.updatedAt), revision = revision + 1
            WHERE id = \(organization)
            """)
    }
}

extension OrganizationLogo {
    /// Nil where the organization of the row has none.
    init?(_ row: Row) throws {
        guard let key: String = try row.get("logo_key") else { return nil }
        self.init(
            place: StoragePlace(provider: try row.get("logo_provider"), bucket: try row.get("logo_bucket")), key: key,
            mimeType: try row.get("logo_mime_type"), byteSize: try row.get("logo_byte_size"),
            checksum: try row.get("logo_checksum"), updatedAt: try row.get("logo_updated_at"))
    }
}
