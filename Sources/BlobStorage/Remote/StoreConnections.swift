package import HTTPClient

/// The connections a remote store works over. Downloads last as long as their readers take: they have their own, so that however
/// many slow readers there are, blobs are still stored and removed.
package struct StoreConnections: Sendable {
    package let calls: HTTPClient
    package let downloads: HTTPClient

    package init(calls: HTTPClient, downloads: HTTPClient) {
        self.calls = calls
        self.downloads = downloads
    }

    /// With limits for one object store.
    package init() {
        var settings = HTTPClientConfiguration()
        calls = HTTPClient(settings)
        settings.maximumConnectionsPerHost = 256
        settings.maximumConnections = 256
        // This much may wait in memory for each of them.
        settings.readAhead = 256 << 10
        downloads = HTTPClient(settings)
    }
}
