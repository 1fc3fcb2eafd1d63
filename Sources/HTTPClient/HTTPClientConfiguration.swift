/// Everything an `HTTPClient` can be told.
package struct HTTPClientConfiguration: Sendable {
    /// From the start of name resolution to the end of the TLS handshake.
    package var connectTimeout: Duration = .seconds(5)
    /// In the queue for a connection, when as many as allowed are in use.
    package var queueTimeout: Duration = .seconds(30)
    /// Without a single byte in either direction; a download whose reader is slow does not count.
    package var stallTimeout: Duration = .seconds(30)
    /// For a whole transfer, waiting for a free connection and for a slow reader included.
    package var totalTimeout: Duration?

    /// More transfers than this to one host wait for a connection.
    package var maximumConnectionsPerHost = 32
    /// To all hosts together.
    package var maximumConnections = 128

    /// Bytes of an answer held in memory for a slow reader before the server is held back.
    package var readAhead = 1 << 20
    /// Whether `http_proxy` and its like are followed.
    package var usesEnvironmentProxy = false
    /// A PEM file of the authorities to trust instead of the system's.
    package var certificateAuthorities: String?
    /// Asked of every address before it is dialled; nil for requests whose addresses the operator chose. With one, a connection serves one
    /// request and a name is looked up for each.
    package var outboundGuard: OutboundGuard?
    /// What the client calls itself.
    package var userAgent = "vitrine"

    /// The defaults.
    package init() {}
}
