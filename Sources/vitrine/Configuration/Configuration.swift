internal import Cryptography
internal import Glibc
internal import HTTPClient
internal import Observability
internal import Operations

/// Everything the environment decides, validated before anything starts.
struct Configuration: Sendable {
    var host: String
    var port: UInt16
    /// Without a trailing slash.
    var dataDirectory: String
    var publicURL: String?
    var trustedProxies: Set<String>
    /// What the guard of outbound addresses lets through although it is not public.
    var outboundAllowed: [AllowedAddress]
    var logFormat: LogFormat
    var logLevel: LogLevel
    /// A PostgreSQL database; nil: SQLite in the data folder.
    var databaseURL: String?
    var storage: StorageConfiguration
    /// Nil: the one in the data folder, made at the first start.
    var secret: ServerSecret?
    /// How long an upload in several requests is kept after its last byte, in seconds.
    var uploadLifetime: Int64
    /// Beside this program.
    var workerExecutable: String

    init(_ environment: Environment) throws(ConfigurationError) {
        host = try Self.host(environment["VITRINE_HOST"])
        port = try Self.port(environment["VITRINE_PORT"])
        dataDirectory = Self.withoutTrailingSlash(environment["VITRINE_DATA_DIR"] ?? "./data")
        publicURL = try environment.url("VITRINE_PUBLIC_URL", withPath: false)
        trustedProxies = try Self.proxies(environment["VITRINE_TRUSTED_PROXIES"] ?? "")
        outboundAllowed = try Self.outboundAllowed(environment["VITRINE_OUTBOUND_ALLOW"] ?? "")
        logFormat = try environment.choice("VITRINE_LOG", of: LogFormat.self) ?? .text
        logLevel = try environment.choice("VITRINE_LOG_LEVEL", of: LogLevel.self) ?? .info
        workerExecutable = Self.programDirectory + "/vitrine-media-worker"
        databaseURL = try Self.databaseURL(try environment.secret("DATABASE_URL"))
        storage = try StorageConfiguration(environment)
        uploadLifetime =
            try environment.duration("VITRINE_UPLOAD_LIFETIME", in: UploadSettings.lifetimes, "from 1s to 30d")
            ?? UploadSettings.defaultLifetime
        secret = try Self.secret(try environment.secret("VITRINE_SECRET"))
    }

    var databasePath: String { dataDirectory + "/vitrine.sqlite" }
    var secretPath: String { dataDirectory + "/secret" }
    var blobDirectory: String { dataDirectory + "/blobs" }
    var logoDirectory: String { dataDirectory + "/\(StorageConfiguration.logoBucket)" }
    /// Where files on their way to or from an object store are for the moment.
    var spoolDirectory: String { dataDirectory + "/spool" }

    private static func host(_ text: String?) throws(ConfigurationError) -> String {
        guard let text else { return "127.0.0.1" }
        guard text == "localhost" || isAddress(text) else {
            throw ConfigurationError("VITRINE_HOST", "“\(text)” is no IPv4 or IPv6 address and not localhost")
        }
        return text
    }

    private static func proxies(_ text: String) throws(ConfigurationError) -> Set<String> {
        let addresses = text.split(separator: ",").map { $0.filter { !$0.isWhitespace } }
        if let wrong = addresses.first(where: { !isAddress($0) }) {
            throw ConfigurationError("VITRINE_TRUSTED_PROXIES", "“\(wrong)” is no IPv4 or IPv6 address; join several by commas")
        }
        return Set(addresses)
    }

    private static func outboundAllowed(_ text: String) throws(ConfigurationError) -> [AllowedAddress] {
        var allowed: [AllowedAddress] = []
        for entry in text.split(separator: ",").map({ $0.filter { !$0.isWhitespace } }) {
            guard let address = AllowedAddress(entry) else {
                throw ConfigurationError(
                    "VITRINE_OUTBOUND_ALLOW",
                    "“\(entry)” is no address or range such as 10.1.2.3, 10.0.0.0/8, 10.1.2.3:8080, fd00::/8 or [fd00::1]:8080; join several by commas"
                )
            }
            allowed.append(address)
        }
        return allowed
    }

    private static func isAddress(_ text: String) -> Bool {
        var bytes = in6_addr()
        return inet_pton(AF_INET, text, &bytes) == 1 || inet_pton(AF_INET6, text, &bytes) == 1
    }

    private static func port(_ text: String?) throws(ConfigurationError) -> UInt16 {
        guard let text else { return 8080 }
        guard let port = UInt16(text) else { throw ConfigurationError("VITRINE_PORT", "“\(text)” is no port; use 0 to 65535") }
        return port
    }

    private static func databaseURL(_ text: String?) throws(ConfigurationError) -> String? {
        guard let text else { return nil }
        guard text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") else {
            // What follows the scheme may hold a password.
            throw ConfigurationError(
                "DATABASE_URL",
                "“\(text.prefix(while: { $0 != ":" }).prefix(20))…” is not supported; use postgres://user@host:5432/database, or leave "
                    + "it empty for SQLite in the data folder")
        }
        return text
    }

    private static func secret(_ text: String?) throws(ConfigurationError) -> ServerSecret? {
        guard let text else { return nil }
        guard let secret = ServerSecret(text) else {
            throw ConfigurationError(
                "VITRINE_SECRET", "it is too short; use at least \(ServerSecret.minimumCharacters) random characters")
        }
        return secret
    }

    private static func withoutTrailingSlash(_ text: String) -> String {
        text.count > 1 && text.hasSuffix("/") ? withoutTrailingSlash(String(text.dropLast())) : text
    }

    private static var programDirectory: String {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let path = String(decoding: buffer.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }
}
