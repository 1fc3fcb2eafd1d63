/// The parts of the address at which a bucket is reached.
struct S3Address: Sendable {
    let scheme: String
    /// With the port, unless it is the scheme's own: what the `Host` field says, and what is signed.
    let host: String
    private let basePath: String

    init(_ configuration: S3Configuration) throws(BlobError) {
        let endpoint = configuration.endpoint
        guard let separator = endpoint.firstRange(of: "://") else { throw Self.malformed }
        let scheme = endpoint[..<separator.lowerBound].lowercased()
        var authority = endpoint[separator.upperBound...]
        while authority.hasSuffix("/") { authority.removeLast() }
        let defaultPort = scheme == "https" ? ":443" : ":80"
        if authority.hasSuffix(defaultPort) { authority.removeLast(defaultPort.count) }
        guard scheme == "http" || scheme == "https", Self.isAuthority(authority), Self.isBucket(configuration.bucket) else {
            throw Self.malformed
        }
        self.scheme = scheme
        host = (configuration.forcePathStyle ? "" : configuration.bucket + ".") + authority.lowercased()
        basePath = configuration.forcePathStyle ? "/" + configuration.bucket : ""
    }

    /// The encoded path of an object, or of the bucket itself.
    func path(_ key: String?) -> String {
        guard let key else { return basePath.isEmpty ? "/" : basePath }
        return basePath + "/" + PercentEncoding.encode(key, keepingSlash: true)
    }

    func url(path: String, query: String) -> String {
        "\(scheme)://\(host)\(path)" + (query.isEmpty ? "" : "?" + query)
    }

    private static let malformed = BlobError.unavailable("the S3 endpoint or bucket is malformed")

    /// A host name, an IPv4 address or an IPv6 address in brackets, perhaps with a port; no user, no path.
    private static func isAuthority(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { PercentEncoding.isPlain($0) || "[:]".utf8.contains($0) }
    }

    private static func isBucket(_ text: String) -> Bool {
        (3...63).contains(text.utf8.count) && text.utf8.allSatisfy { PercentEncoding.isPlain($0) && $0 != UInt8(ascii: "~") }
            && !text.hasPrefix(".")
    }
}
