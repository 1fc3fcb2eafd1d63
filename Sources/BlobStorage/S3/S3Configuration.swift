/// Where an S3 bucket is and how it is used.
package struct S3Configuration: Sendable {
    /// `http` or `https`, a host, perhaps a port: `https://s3.eu-central-1.amazonaws.com`, `http://minio:9000`.
    package var endpoint: String
    /// What signatures name: `us-east-1` where the server does not care.
    package var region: String
    /// It must exist; 3 to 63 characters.
    package var bucket: String
    /// Allowed to read, write, delete and list objects and uploads in parts.
    package var credentials: S3Credentials
    /// `https://host/bucket/key` instead of `https://bucket.host/key`.
    package var forcePathStyle: Bool

    /// Stored with each blob, for those who read the bucket without Vitrine. Keys are never written twice, hence immutable.
    package var cacheControl = "private, max-age=31536000, immutable"
    /// Bytes of each part of a blob that is sent in parts; S3 wants 5 MiB at least.
    package var partSize: Int64 = 8 << 20
    /// Parts of one blob sent at the same time.
    package var partsInFlight = 3
    /// Only unfinished uploads under these are this library's to end: the bucket may serve others too.
    package var ownPrefixes = ["organizations/", "global/"]

    /// Without a byte in either direction.
    package var stallTimeout: Duration = .seconds(60)
    /// How often and how soon a failed request is made again.
    package var retry = RetryPolicy()

    /// A bucket with the usual settings.
    package init(
        endpoint: String, region: String, bucket: String, credentials: S3Credentials, forcePathStyle: Bool = true
    ) {
        self.endpoint = endpoint
        self.region = region
        self.bucket = bucket
        self.credentials = credentials
        self.forcePathStyle = forcePathStyle
    }
}

/// The keys requests are signed with. They show in no description.
package struct S3Credentials: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    let accessKeyID: String
    let secretAccessKey: String
    let sessionToken: String?

    /// - Parameter sessionToken: of credentials that are valid for some time only.
    package init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
    }

    package var description: String { "S3Credentials(…)" }
    package var debugDescription: String { description }
}
