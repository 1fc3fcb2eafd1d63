internal import Cryptography

/// AWS's signature version 4, by which every S3 server knows who asks and that nothing was changed on the way.
struct SignatureV4: Sendable {
    /// What the body's part of a signature says.
    enum Payload: Sendable {
        /// The SHA-256 of the body in hexadecimal: the server refuses a body that came differently.
        case hash(String)
        case unsigned

        static let empty = Payload.hash("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")

        var text: String {
            switch self {
            case .hash(let hash): hash
            case .unsigned: "UNSIGNED-PAYLOAD"
            }
        }
    }

    let credentials: S3Credentials
    let region: String

    /// The fields to send: those given, and the date, the payload's hash and the signature over all of them.
    func sign(
        method: String, path: String, query: [(name: String, value: String)], headers: [(name: String, value: String)],
        payload: Payload, at seconds: Int64
    ) -> [(name: String, value: String)] {
        let time = S3Time.compact(seconds)
        var headers = headers + [("x-amz-content-sha256", payload.text), ("x-amz-date", time)]
        if let token = credentials.sessionToken { headers.append(("x-amz-security-token", token)) }
        let request = CanonicalRequest(method: method, path: path, query: query, headers: headers, payload: payload.text)
        let authorization =
            "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope(time)),SignedHeaders=\(request.signedHeaders)"
            + ",Signature=\(signature(of: request, time))"
        return headers + [("Authorization", authorization)]
    }

    /// The query that makes an address anybody can use for `lifetime` seconds. `headers` must be sent with it as they are.
    func presign(
        method: String, path: String, query: [(name: String, value: String)], headers: [(name: String, value: String)],
        lifetime: Int64, at seconds: Int64
    ) -> String {
        let time = S3Time.compact(seconds)
        var query = query
        query += [
            ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"), ("X-Amz-Credential", "\(credentials.accessKeyID)/\(scope(time))"),
            ("X-Amz-Date", time), ("X-Amz-Expires", String(lifetime)),
            ("X-Amz-SignedHeaders", CanonicalRequest.names(headers)),
        ]
        if let token = credentials.sessionToken { query.append(("X-Amz-Security-Token", token)) }
        let request = CanonicalRequest(
            method: method, path: path, query: query, headers: headers, payload: Payload.unsigned.text)
        return request.query + "&X-Amz-Signature=" + signature(of: request, time)
    }

    private func scope(_ time: String) -> String { "\(time.prefix(8))/\(region)/s3/aws4_request" }

    private func signature(of request: CanonicalRequest, _ time: String) -> String {
        let text = "AWS4-HMAC-SHA256\n\(time)\n\(scope(time))\n\(Hex.encode(SHA256.hash(request.text)))"
        var key = Array(("AWS4" + credentials.secretAccessKey).utf8)
        for part in [String(time.prefix(8)), region, "s3", "aws4_request", text] {
            key = HMACSHA256.sign(key: key, message: Array(part.utf8))
        }
        return Hex.encode(key)
    }
}

/// A request in the one form both sides can write down.
struct CanonicalRequest {
    let query: String
    let signedHeaders: String
    let text: String

    /// `path` is encoded already; names and values of `query` and `headers` are not.
    init(
        method: String, path: String, query: [(name: String, value: String)], headers: [(name: String, value: String)],
        payload: String
    ) {
        self.query = Self.encode(query)
        signedHeaders = Self.names(headers)
        let lines = Self.sorted(headers).map { "\($0.name):\(Self.trimmed($0.value))\n" }.joined()
        text = "\(method)\n\(path)\n\(self.query)\n\(lines)\n\(signedHeaders)\n\(payload)"
    }

    static func encode(_ query: [(name: String, value: String)]) -> String {
        query.map { (PercentEncoding.encode($0.name), PercentEncoding.encode($0.value)) }.sorted { $0 < $1 }
            .map { "\($0.0)=\($0.1)" }.joined(separator: "&")
    }

    static func names(_ headers: [(name: String, value: String)]) -> String {
        sorted(headers).map(\.name).joined(separator: ";")
    }

    private static func sorted(_ headers: [(name: String, value: String)]) -> [(name: String, value: String)] {
        headers.map { ($0.name.lowercased(), $0.value) }.sorted { $0.0 < $1.0 }
    }

    /// Without blanks at the ends, and with one where there were several.
    private static func trimmed(_ value: String) -> String {
        value.split(separator: " ").joined(separator: " ")
    }
}
