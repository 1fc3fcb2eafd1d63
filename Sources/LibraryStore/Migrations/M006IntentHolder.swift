internal import Database

extension LibraryMigrations {
    /// Says which job an intent was made for, so that the job's next attempt can go on where one that died left off.
    static let intentHolder = Migration("006-intent-holder") { dialect in
        ["ALTER TABLE publish_intent ADD COLUMN job_id \(dialect.uuid)"]
    }
}
