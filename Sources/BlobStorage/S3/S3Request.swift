internal import HTTPClient

/// One request to a bucket, unsigned: it is signed anew at every attempt.
struct S3Request: Sendable {
    var method: HTTPClientRequest.Method
    /// Nil for the bucket itself.
    var key: String?
    var query: [(name: String, value: String)] = []
    /// All of them are signed.
    var headers: [(name: String, value: String)] = []
    var body = HTTPClientRequest.Body.empty
    var payload = SignatureV4.Payload.empty
    /// Instead of the configuration's.
    var retry: RetryPolicy?
    var totalTimeout: Duration?

    init(_ method: HTTPClientRequest.Method, _ key: String?, query: [(name: String, value: String)] = []) {
        self.method = method
        self.key = key
        self.query = query
    }

    subscript(header name: String) -> String? {
        get { headers.first { $0.name == name }?.value }
        set {
            headers.removeAll { $0.name == name }
            if let newValue { headers.append((name, newValue)) }
        }
    }
}
