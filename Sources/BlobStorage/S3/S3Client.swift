internal import Cryptography
internal import HTTPClient
internal import Platform

/// Signs requests to one bucket, sends them, and sends them again where that may help.
struct S3Client: Sendable {
    let configuration: S3Configuration
    let address: S3Address
    let signature: SignatureV4
    private let connections: StoreConnections

    init(_ configuration: S3Configuration, _ connections: StoreConnections) throws(BlobError) {
        self.configuration = configuration
        self.connections = connections
        address = try S3Address(configuration)
        signature = SignatureV4(credentials: configuration.credentials, region: configuration.region)
    }

    /// Sends `request` and returns its answer, a success (2xx) without a body; an error with status 200 is a failure.
    func send(_ request: S3Request) async throws(S3Error) -> HTTPClientResponse {
        try await repeating(request) { () async throws(S3Error) in
            let response = try await attempt(request)
            guard response.body.isEmpty else { throw S3Error(S3Refusal(response)) }
            return response
        }
    }

    /// Sends `request` whose answer is XML with a root called `root`; anything else, an error with status 200 too, is a failure.
    func send(_ request: S3Request, expecting root: String) async throws(S3Error) -> XMLElement {
        try await repeating(request) { () async throws(S3Error) in
            let response = try await attempt(request)
            let element: XMLElement
            do throws(XMLFailure) { element = try XMLElement(parsing: response.body) } catch {
                throw S3Error(nonsense: error.reason)
            }
            if element.name == "Error" { throw S3Error(S3Refusal(response)) }
            // Some servers leave the last word off.
            guard element.name == root || element.name + "Result" == root else {
                throw S3Error(nonsense: "<\(element.name)> instead of <\(root)>")
            }
            return element
        }
    }

    /// Sends `request` and returns the answer's head, a success (2xx), with a body to come.
    func open(_ request: S3Request) async throws(S3Error) -> HTTPDownload {
        try await repeating(request) { () async throws(S3Error) in
            let download: HTTPDownload
            let refusal: [UInt8]
            do throws(HTTPClientError) {
                download = try await connections.downloads.open(signed(request))
                if (200..<300).contains(download.status) { return download }
                refusal = try await download.collect(upTo: Self.answerLimit)
            } catch {
                throw S3Error(error)
            }
            throw S3Error(S3Refusal(status: download.status, headers: download.headers, body: refusal))
        }
    }

    /// A page of a listing is below one megabyte.
    private static let answerLimit = 8 << 20

    private func attempt(_ request: S3Request) async throws(S3Error) -> HTTPClientResponse {
        let response: HTTPClientResponse
        do throws(HTTPClientError) { response = try await connections.calls.send(signed(request), limit: Self.answerLimit) } catch
        {
            throw S3Error(error)
        }
        guard (200..<300).contains(response.status) else { throw S3Error(S3Refusal(response)) }
        return response
    }

    private func repeating<Answer>(
        _ request: S3Request, _ attempt: () async throws(S3Error) -> Answer
    ) async throws(S3Error) -> Answer {
        let retry = request.retry ?? configuration.retry
        let start = monotonicMilliseconds()
        var isUnknown = false
        var number = 1
        while true {
            let failure: S3Error
            do throws(S3Error) { return try await attempt() } catch { failure = error.afterUnknown(isUnknown) }
            isUnknown = failure.isOutcomeUnknown
            number += 1
            let elapsed = Duration.milliseconds(monotonicMilliseconds() - start)
            var patience: Duration?
            if case .refused(let refusal) = failure.cause { patience = refusal.retryAfter }
            guard failure.isPassing, let pause = retry.pause(before: number, elapsed: elapsed, serverAsks: patience),
                await slept(pause)
            else { throw failure }
        }
    }

    private func slept(_ pause: Duration) async -> Bool {
        do {
            try await Task.sleep(for: pause)
            return true
        } catch {
            return false
        }
    }

    private func signed(_ request: S3Request) -> HTTPClientRequest {
        let path = address.path(request.key)
        let headers = signature.sign(
            method: request.method.rawValue, path: path, query: request.query,
            headers: request.headers + [("Host", address.host)], payload: request.payload, at: S3Time.now())
        let url = address.url(path: path, query: CanonicalRequest.encode(request.query))
        var result = HTTPClientRequest(request.method, url, headers: headers, body: request.body)
        result.stallTimeout = configuration.stallTimeout
        result.totalTimeout = request.totalTimeout
        return result
    }
}
