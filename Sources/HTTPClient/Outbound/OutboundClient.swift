internal import Platform

/// Fetches what people name (M9): through the guard, without proxy, cookies or credentials, and with limits on everything.
///
///     let client = OutboundClient(OutboundGuard())
///     let file = try await client.fetch("https://example.org/picture.jpg", within: .seconds(60))
///
/// A connection is made for each request and not kept: nothing of one organization's request reaches another's.
package final class OutboundClient: Sendable {
    /// How often an answer may lead elsewhere.
    package static let maximumRedirects = 5

    private let client: HTTPClient

    /// - Parameter certificateAuthorities: a PEM file of those to trust instead of the system's.
    package init(_ outboundGuard: OutboundGuard = OutboundGuard(), certificateAuthorities: String? = nil) {
        var configuration = HTTPClientConfiguration()
        configuration.certificateAuthorities = certificateAuthorities
        configuration.outboundGuard = outboundGuard
        configuration.maximumConnections = 32
        configuration.maximumConnectionsPerHost = 8
        configuration.queueTimeout = .seconds(10)
        configuration.stallTimeout = .seconds(20)
        client = HTTPClient(configuration)
    }

    /// The answer to a GET of `address`, or of where it leads; its body is read from the download. `limit` is for all of it.
    package func fetch(_ address: String, within limit: Duration) async throws(OutboundError) -> OutboundDownload {
        let deadline = monotonicMilliseconds() + UInt64(limit / .milliseconds(1))
        var url = try OutboundURL(address)
        for _ in 0...Self.maximumRedirects {
            let download = try await open(url, until: deadline)
            guard let location = download.redirection else { return try OutboundDownload(download) }
            let next = try url.following(location)
            if url.isEncrypted, !next.isEncrypted { throw .redirectRefused }
            url = next
        }
        throw .redirectRefused
    }

    private func open(_ url: OutboundURL, until deadline: UInt64) async throws(OutboundError) -> HTTPDownload {
        let now = monotonicMilliseconds()
        guard now < deadline else { throw .timedOut }
        var request = HTTPClientRequest(.get, url.text, headers: [("Accept", "*/*")])
        request.totalTimeout = .milliseconds(Int64(deadline - now))
        do {
            return try await client.open(request)
        } catch {
            throw OutboundError(error)
        }
    }
}

/// A fetched file whose bytes are still coming. Letting go of it ends the transfer.
package final class OutboundDownload: Sendable {
    private let download: HTTPDownload

    /// What the server calls it, where it does; a name as it came, not yet fit to be shown.
    package var suggestedFileName: String? { download.headers["content-disposition"].flatMap(ContentDisposition.fileName) }

    /// As the server declared it, in bytes; it may lie.
    package var declaredByteSize: Int64? {
        let lengths = Set(download.headers.values("content-length"))
        return lengths.count == 1 ? lengths.first.flatMap(Int64.init).flatMap { $0 >= 0 ? $0 : nil } : nil
    }

    init(_ download: HTTPDownload) throws(OutboundError) {
        // Part of a file, or none, is not what was asked for.
        guard download.status == 200 || download.status == 203 else { throw .status(download.status) }
        let codings = download.headers.values("content-encoding").filter { $0.lowercased() != "identity" }
        guard codings.isEmpty else { throw .invalidAnswer("it is encoded as \(codings.joined(separator: ", "))") }
        self.download = download
    }

    /// Reads into `buffer` and returns how many bytes; 0 at the end. A body that ends before its stated length is an error.
    package func read(into buffer: UnsafeMutableRawBufferPointer) async throws(OutboundError) -> Int {
        do {
            return try await download.read(into: buffer)
        } catch {
            throw OutboundError(error)
        }
    }
}

extension HTTPDownload {
    /// Where the answer leads, if it does.
    fileprivate var redirection: String? { [301, 302, 303, 307, 308].contains(status) ? headers["location"] : nil }
}
