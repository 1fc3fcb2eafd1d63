/// Everything an `HTTPServer` can be told; the defaults suit one machine behind a reverse proxy or none.
package struct HTTPServerConfiguration: Sendable {
    /// A numeric IPv4 or IPv6 address, or `localhost` (both loopback addresses); `::` also takes IPv4.
    package var host = "127.0.0.1"
    /// 0 picks a free port.
    package var port: UInt16 = 8080
    /// Event loops, each a thread.
    package var loops = 2

    package var maximumConnections = 8192
    /// Per IPv4 address or IPv6 /64 network.
    package var maximumConnectionsPerAddress = 2048
    /// Numeric addresses the limit per address does not count, such as a reverse proxy's.
    package var uncountedAddresses: Set<String> = []

    /// Bytes of request line and header fields together (431; 414 while still in the request line).
    package var maximumHeadBytes = 16 * 1024
    package var maximumHeaderFields = 100
    /// Bytes of the request target (414).
    package var maximumTargetBytes = 8 * 1024
    /// Bytes of one request body (413).
    package var maximumBodyBytes: UInt64 = 64 << 30

    /// From the first byte of a head (or the connection's start) to its last; more bytes do not extend it.
    package var headerTimeout: Duration = .seconds(10)
    /// Between two requests of a connection.
    package var idleTimeout: Duration = .seconds(60)
    /// Without a single byte of a body the handler waits for.
    package var bodyTimeout: Duration = .seconds(30)
    /// Without the client taking a single byte of the response.
    package var writeTimeout: Duration = .seconds(30)
    /// In every `bodyRateWindow` spent waiting for a client's body it has to send this many bytes for each second.
    package var minimumBodyBytesPerSecond = 1024
    package var bodyRateWindow: Duration = .seconds(10)
    /// How long a refused client may go on sending before its connection is cut, so that it can still read the refusal.
    package var lingerTimeout: Duration = .seconds(5)

    /// Files up to this many bytes go out by one read and one send, longer ones by sendfile(2).
    package var inlineFileBytes: Int64 = 64 * 1024

    package init() {}
}
