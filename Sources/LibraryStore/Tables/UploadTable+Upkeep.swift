internal import Database
package import Library

/// What sweeping and verifying ask of uploads in several requests.
extension UploadTable {
    /// Those whose time is over.
    package func expired(in organization: OrganizationID) async throws -> [Upload] {
        try await all(where: "expires_at <= \(transaction.dialect.nowMicroseconds)", in: organization)
    }

    /// Organizations with uploads whose time is over.
    package func organizationsWithExpired() async throws -> [OrganizationID] {
        try await transaction.rows(
            "SELECT DISTINCT organization_id FROM upload WHERE expires_at <= \(transaction.dialect.nowMicroseconds)"
        ).map { try $0.get("organization_id") }
    }

    /// Finished ones whose parts were not forgotten yet.
    package func finishedWithParts(in organization: OrganizationID) async throws -> [Upload] {
        try await all(
            where: "asset_id IS NOT NULL AND EXISTS (SELECT 1 FROM upload_part WHERE upload_id = upload.id)", in: organization)
    }

    /// What uploads hold of the organization's quota.
    package func reservedBytes(in organization: OrganizationID) async throws -> Int64 {
        try await transaction.row(
            "SELECT COALESCE(SUM(reserved_bytes), 0) AS reserved FROM upload WHERE organization_id = \(organization)"
        ).map { try $0.get("reserved") } ?? 0
    }

    /// Uploads that are no assets yet, expired or not.
    package func live(in organization: OrganizationID) async throws -> [Upload] {
        try await all(where: "asset_id IS NULL AND expires_at > 0", in: organization)
    }

    /// Whether an upload has the blob under `key`: as a recorded part, which it is until it was removed, or as what a client writes to
    /// its signed address.
    func isKeyNeeded(_ key: String) async throws -> Bool {
        guard let id = StorageKey.upload(of: key), let organization = StorageKey.organization(of: key) else { return false }
        let isSigned = key == StorageKey.presignedUpload(organization, id)
        return try await transaction.row(
            """
            SELECT 1 AS needed FROM upload WHERE id = \(id) AND organization_id = \(organization)
                AND ((\(isSigned ? 1 : 0) = 1 AND asset_id IS NULL AND method = \(UploadMethod.presigned))
                    OR EXISTS (SELECT 1 FROM upload_part WHERE upload_id = upload.id AND storage_key = \(key)))
            """) != nil
    }
}
