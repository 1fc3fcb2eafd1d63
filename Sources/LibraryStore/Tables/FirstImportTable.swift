internal import Database
package import Library

/// The one import of each organization that begins by itself (M49).
package struct FirstImportTable: Sendable {
    let transaction: any Transaction

    package func find(in organization: OrganizationID) async throws -> FirstImport? {
        try await transaction.row(
            """
            SELECT imported, skipped, skipped_files, failure, ended_at FROM first_import WHERE organization_id = \(organization)
            """
        ).map { row in
            FirstImport(
                imported: try row.get("imported"), skipped: try row.get("skipped"),
                skippedFiles: try row.get("skipped_files", as: String.self).split(separator: "\n").map(String.init),
                failure: try row.get("failure"), endedAt: try row.get("ended_at"))
        }
    }

    /// Begins it; false where it was begun before.
    package func begin(in organization: OrganizationID, at now: Timestamp) async throws -> Bool {
        try await transaction.run(
            "INSERT INTO first_import (organization_id, begun_at) VALUES (\(organization), \(now)) ON CONFLICT DO NOTHING") == 1
    }

    /// Writes how far it has come.
    package func update(_ state: FirstImport, in organization: OrganizationID) async throws {
        // No line breaks and no NUL: each file is one line of text.
        let files = state.skippedFiles.prefix(FirstImport.listedFiles).map { line in
            String(String.UnicodeScalarView(line.unicodeScalars.filter { $0.value >= 0x20 }))
        }
        try await transaction.run(
            """
            UPDATE first_import SET imported = \(state.imported), skipped = \(state.skipped),
                skipped_files = \(files.joined(separator: "\n")), failure = \(state.failure?.replacing("\0", with: "")),
                ended_at = \(state.endedAt)
            WHERE organization_id = \(organization)
            """)
    }
}
