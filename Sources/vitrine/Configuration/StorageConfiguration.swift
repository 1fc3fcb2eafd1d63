/// Where blobs are kept, as the storage variables say (M22): which provider new ones go to, and every provider that can be read.
struct StorageConfiguration: Sendable {
    enum Provider: String, CaseIterable {
        case local, s3, supabase
    }

    let provider: Provider
    /// `STORAGE_MEDIA_BUCKET`, `media` without it; a local store has one folder and no bucket.
    let mediaBucket: String
    /// `STORAGE_PUBLIC_BASE_URL` without a trailing slash.
    let publicBaseURL: String?
    /// Set when its variables are, whichever provider is chosen: what was stored there before must stay readable (M24).
    let s3: S3Variables?
    let supabase: SupabaseVariables?
    /// How long, in seconds, an object store may send and take nothing before a call is given up.
    let timeoutSeconds: Int
    /// What an operator should be told at the start, one sentence each.
    let warnings: [String]

    /// Where logos go, on every provider (M23).
    static let logoBucket = "organization-logos"

    init(_ environment: Environment) throws(ConfigurationError) {
        let chosen = try environment.choice("STORAGE_PROVIDER", of: Provider.self)
        supabase = try SupabaseVariables(environment, isRequired: chosen == .supabase)
        s3 = try S3Variables(environment, isRequired: chosen == .s3)
        provider = chosen ?? (supabase != nil ? .supabase : s3 != nil ? .s3 : .local)
        mediaBucket = try Self.bucket(environment["STORAGE_MEDIA_BUCKET"])
        publicBaseURL = try environment.url("STORAGE_PUBLIC_BASE_URL")
        timeoutSeconds = try Self.timeout(environment["STORAGE_TIMEOUT_SECONDS"])
        warnings = provider == .local && chosen == nil ? Self.incompleteSets(environment) : []
    }

    private static func bucket(_ text: String?) throws(ConfigurationError) -> String {
        guard let text else { return "media" }
        let isValid =
            (3...63).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
        guard isValid, text != Self.logoBucket else {
            throw ConfigurationError(
                "STORAGE_MEDIA_BUCKET",
                "“\(text)” cannot be used; a bucket's name has 3 to 63 letters, digits, dots, dashes or underscores and is not "
                    + logoBucket)
        }
        return text
    }

    private static func timeout(_ text: String?) throws(ConfigurationError) -> Int {
        guard let text else { return 30 }
        guard let seconds = Int(text), (1...3600).contains(seconds) else {
            throw ConfigurationError("STORAGE_TIMEOUT_SECONDS", "“\(text)” is no number of seconds from 1 to 3600")
        }
        return seconds
    }

    /// Half a set of variables is most likely a mistake: files would go to the local folder.
    private static func incompleteSets(_ environment: Environment) -> [String] {
        [("S3", S3Variables.required), ("Supabase", SupabaseVariables.required)].compactMap { name, variables in
            let missing = variables.filter { !environment.isSet($0) }
            guard missing.count < variables.count else { return nil }
            return "files go to the local folder: for \(name) storage \(missing.joined(separator: ", ")) must be set too"
        }
    }
}

/// An S3-compatible object store: AWS, MinIO, R2, GCS by its S3 interface (M22).
struct S3Variables: Sendable {
    /// Without a trailing slash.
    let endpoint: String
    let region: String
    let accessKeyID: String
    let secretAccessKey: String
    /// Comes with temporary keys.
    let sessionToken: String?
    /// `host/bucket/key` instead of `bucket.host/key`.
    let forcePathStyle: Bool

    static let required = [
        "S3_ENDPOINT", "S3_REGION", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY", "STORAGE_MEDIA_BUCKET",
    ]

    /// Nil when the set is not complete and not required.
    init?(_ environment: Environment, isRequired: Bool) throws(ConfigurationError) {
        if !isRequired, Self.required.contains(where: { !environment.isSet($0) }) { return nil }
        let endpoint = try environment.url("S3_ENDPOINT")
        let accessKeyID = try environment.secret("S3_ACCESS_KEY_ID")
        let secretAccessKey = try environment.secret("S3_SECRET_ACCESS_KEY")
        guard let endpoint else { throw ConfigurationError(missing: "S3_ENDPOINT", for: "s3") }
        guard let accessKeyID else { throw ConfigurationError(missing: "S3_ACCESS_KEY_ID", for: "s3") }
        guard let secretAccessKey else { throw ConfigurationError(missing: "S3_SECRET_ACCESS_KEY", for: "s3") }
        self.endpoint = endpoint
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        sessionToken = try environment.secret("S3_SESSION_TOKEN")
        region = environment["S3_REGION"] ?? "us-east-1"
        // Own servers are rarely set up for a host name per bucket; AWS wants nothing else.
        forcePathStyle = try environment.flag("S3_FORCE_PATH_STYLE") ?? !endpoint.hasSuffix(".amazonaws.com")
    }
}

/// Supabase Storage (M22), by the names its own clients read.
struct SupabaseVariables: Sendable {
    /// Without a trailing slash.
    let url: String
    let serviceRoleKey: String

    static let required = ["NEXT_PUBLIC_SUPABASE_URL", "SUPABASE_SERVICE_ROLE_KEY"]

    /// Nil when the set is not complete and not required.
    init?(_ environment: Environment, isRequired: Bool) throws(ConfigurationError) {
        if !isRequired, Self.required.contains(where: { !environment.isSet($0) }) { return nil }
        let url = try environment.url("NEXT_PUBLIC_SUPABASE_URL")
        let serviceRoleKey = try environment.secret("SUPABASE_SERVICE_ROLE_KEY")
        guard let url else { throw ConfigurationError(missing: "NEXT_PUBLIC_SUPABASE_URL", for: "supabase") }
        guard let serviceRoleKey else { throw ConfigurationError(missing: "SUPABASE_SERVICE_ROLE_KEY", for: "supabase") }
        self.url = url
        self.serviceRoleKey = serviceRoleKey
    }
}

extension ConfigurationError {
    fileprivate init(missing variable: String, for provider: String) {
        self.init(variable, "it must be set when STORAGE_PROVIDER is \(provider)")
    }
}
