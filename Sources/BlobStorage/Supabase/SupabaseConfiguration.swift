/// Where a bucket of Supabase Storage is and how it is used.
package struct SupabaseConfiguration: Sendable {
    /// The project's address, without a path: `https://<project>.supabase.co`.
    package var url: String
    /// The service role's key, which row-level security does not hold back: it never leaves this server.
    package var serviceRoleKey: String
    package var bucket: String

    /// Stored with each blob, for those who read by a signed address. Keys are never written twice, hence immutable.
    package var cacheControl = "private, max-age=31536000, immutable"
    /// Without a byte in either direction.
    package var timeout: Duration = .seconds(30)
    package var retry = RetryPolicy()
    /// Entries of a folder asked for at once.
    package var listingPage = 1000

    package init(url: String, serviceRoleKey: String, bucket: String) {
        self.url = url
        self.serviceRoleKey = serviceRoleKey
        self.bucket = bucket
    }
}

extension SupabaseConfiguration: CustomStringConvertible, CustomDebugStringConvertible {
    /// Without the key.
    package var description: String { "SupabaseConfiguration(\(url), \(bucket))" }
    package var debugDescription: String { description }
}
