internal import FoundationEssentials
internal import HTTPClient
internal import Platform

/// Sends requests for one bucket, and sends them again where that may help.
struct SupabaseClient: Sendable {
    let configuration: SupabaseConfiguration
    private let connections: StoreConnections

    init(_ configuration: SupabaseConfiguration, _ connections: StoreConnections) {
        self.configuration = configuration
        self.connections = connections
    }

    /// A page of a listing has a thousand entries or so, of one kilobyte at most.
    private static let answerLimit = 4 << 20

    /// Where the service's paths begin.
    var root: String { configuration.url + "/storage/v1" }

    /// A request to `path`, which is encoded as `path` makes it.
    func request(_ method: HTTPClientRequest.Method, _ path: String) -> HTTPClientRequest {
        let key = configuration.serviceRoleKey
        let headers = [("apikey", key), ("Authorization", "Bearer " + key)]  // for the gateway, and for the service behind it
        var request = HTTPClientRequest(method, root + path, headers: headers)
        request.stallTimeout = configuration.timeout
        return request
    }

    /// As above, with a body.
    func request(_ method: HTTPClientRequest.Method, _ path: String, _ order: some Encodable) -> HTTPClientRequest {
        var request = request(method, path)
        request.headers.append(("Content-Type", "application/json"))
        request.body = .bytes(Array((try? JSONEncoder().encode(order)) ?? Data()))  // texts and numbers are never refused
        return request
    }

    /// `/object/…/<bucket>/<key>`.
    func path(_ kind: String, _ key: String) -> String { kind + "/" + PercentEncoding.encode(configuration.bucket) + "/" + key }

    /// `/object/…/<bucket>`.
    func path(_ kind: String) -> String { kind + "/" + PercentEncoding.encode(configuration.bucket) }

    /// Sends `request` and returns what it is answered, a success.
    func send<Answer: Decodable & Sendable>(_ request: HTTPClientRequest) async throws(SupabaseFailure) -> Answer {
        try await repeating { () async throws(SupabaseFailure) in
            let download = try await attempt(request, connections.calls)
            let body: [UInt8]
            do throws(HTTPClientError) { body = try await download.collect(upTo: Self.answerLimit) } catch {
                throw SupabaseFailure(error)
            }
            guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(body)) else { throw .nonsense }
            return answer
        }
    }

    /// Sends `request` and returns the answer's head, a success, with a body to come.
    func open(_ request: HTTPClientRequest) async throws(SupabaseFailure) -> HTTPDownload {
        try await repeating { () async throws(SupabaseFailure) in try await attempt(request, connections.downloads) }
    }

    private func attempt(_ request: HTTPClientRequest, _ http: HTTPClient) async throws(SupabaseFailure) -> HTTPDownload {
        let download: HTTPDownload
        let refusal: [UInt8]
        do throws(HTTPClientError) {
            download = try await http.open(request)
            if (200..<300).contains(download.status) { return download }
            refusal = try await download.collect(upTo: Self.answerLimit)
        } catch {
            throw SupabaseFailure(error)
        }
        throw SupabaseFailure(SupabaseRefusal(status: download.status, headers: download.headers, body: refusal))
    }

    private func repeating<Answer: Sendable>(
        _ attempt: () async throws(SupabaseFailure) -> Answer
    ) async throws(SupabaseFailure) -> Answer {
        let start = monotonicMilliseconds()
        var isUnknown = false
        var number = 1
        while true {
            var failure: SupabaseFailure
            do throws(SupabaseFailure) { return try await attempt() } catch { failure = error }
            isUnknown = isUnknown || failure.isOutcomeUnknown
            failure.isOutcomeUnknown = isUnknown
            number += 1
            let elapsed = Duration.milliseconds(monotonicMilliseconds() - start)
            guard failure.isPassing,
                let pause = configuration.retry.pause(
                    before: number, elapsed: elapsed, serverAsks: failure.refusal?.retryAfter),
                (try? await Task.sleep(for: pause)) != nil
            else { throw failure }
        }
    }
}
