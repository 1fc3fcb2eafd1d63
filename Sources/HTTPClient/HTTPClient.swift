/// Sends requests by libcurl, all on one thread of its own; connections are kept and used again.
///
///     let client = HTTPClient()
///     let response = try await client.send(HTTPClientRequest(.get, "https://example.org/"), limit: 1 << 20)
///
/// HTTP/1.1 over TCP or verified TLS. Redirects are not followed, cookies and `.netrc` not used. A request on a kept connection
/// that turns out closed is sent once more on a new one, whatever its method. Cancelling a task ends its transfer.
package final class HTTPClient: Sendable {
    private let loop: TransferLoop

    package init(_ configuration: HTTPClientConfiguration = HTTPClientConfiguration()) {
        loop = TransferLoop(configuration)
        loop.start()
    }

    deinit { loop.stop() }

    /// Ends all transfers with `.shutDown` and closes the connections. Requests made later fail the same way.
    package func shutdown() { loop.stop() }

    /// Sends `request` and returns the head of the answer; its body is read from the download.
    package func open(_ request: HTTPClientRequest) async throws(HTTPClientError) -> HTTPDownload {
        let transfer = Transfer(request, on: loop)
        loop.post(.start(transfer))
        do throws(HTTPClientError) {
            let head = try await transfer.head()
            return HTTPDownload(head, transfer)
        } catch {
            transfer.letGo()
            throw error
        }
    }

    /// Sends `request` and returns the whole answer, or fails with `.tooLarge` when its body is longer than `limit` bytes.
    package func send(_ request: HTTPClientRequest, limit: Int = 1 << 20) async throws(HTTPClientError) -> HTTPClientResponse {
        let download = try await open(request)
        let body = try await download.collect(upTo: limit)
        return HTTPClientResponse(status: download.status, headers: download.headers, body: body)
    }
}
