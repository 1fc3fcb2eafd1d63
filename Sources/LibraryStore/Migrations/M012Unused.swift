internal import Database

extension LibraryMigrations {
    /// What nothing uses, in the order of lists (M34): where most is used, little of it is looked at.
    static func unused() -> [String] {
        ["CREATE INDEX asset_by_disuse ON asset (organization_id, status, created_at, id) WHERE usage_count = 0"]
    }
}
