/// Which of the stores there are, or once were, holds a blob (M7, M24).
package struct StoragePlace: Hashable, Sendable {
    /// `local`, `s3` or `supabase`.
    package let provider: String
    /// Nil for the one folder of a local store.
    package let bucket: String?

    package init(provider: String, bucket: String?) {
        self.provider = provider
        self.bucket = bucket
    }
}
