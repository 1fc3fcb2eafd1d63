internal import Database

extension LibraryMigrations {
    /// Says which store holds a rendition, as rows of assets do: the provider may change between an upload and its thumbnail.
    static let renditionPlace = Migration("007-rendition-place") { dialect in
        [
            "ALTER TABLE rendition ADD COLUMN storage_provider \(dialect.text) NOT NULL DEFAULT 'local'",
            "ALTER TABLE rendition ADD COLUMN bucket \(dialect.text)",
        ]
    }
}
