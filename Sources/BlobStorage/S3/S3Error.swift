internal import HTTPClient

/// Why a request failed, after all attempts.
struct S3Error: Error, Sendable {
    enum Cause: Sendable {
        case refused(S3Refusal)
        case transfer(HTTPClientError)
        /// The server succeeded, it says, but with an answer that cannot be.
        case nonsense(String)
    }

    let cause: Cause
    /// Whether the server may have acted all the same: an attempt ended without its answer, or with one that does not say.
    let isOutcomeUnknown: Bool

    /// The status of the refusal, 0 for any other cause.
    var status: Int { if case .refused(let refusal) = cause { refusal.status } else { 0 } }
    var code: String { if case .refused(let refusal) = cause { refusal.code } else { "" } }
}

/// An answer that is no success.
struct S3Refusal: Sendable {
    let status: Int
    /// `NoSuchKey` and its like; empty where there was no body to say it, as after HEAD.
    let code: String
    let message: String
    /// The bucket it is about; empty where the body does not name one.
    let bucket: String
    let retryAfter: Duration?

    init(status: Int, headers: HTTPClientHeaders, body: [UInt8]) {
        self.status = status
        let error = (try? XMLElement(parsing: body)).flatMap { $0.name == "Error" ? $0 : nil }
        code = error?["Code"] ?? ""
        message = error?["Message"] ?? ""
        bucket = error?["BucketName"] ?? ""
        retryAfter = headers["Retry-After"].flatMap { Int64($0) }.map { .seconds(max(0, $0)) }
    }

    init(_ response: HTTPClientResponse) {
        self.init(status: response.status, headers: response.headers, body: response.body)
    }

    /// Whether the server may do the same request later.
    var isPassing: Bool {
        switch status {
        case 429, 500, 502, 503, 504: true
        default: Self.passingCodes.contains(code)
        }
    }

    private static let passingCodes: Set = [
        "InternalError", "OperationAborted", "ConditionalRequestConflict", "RequestTimeout", "ServiceUnavailable", "SlowDown",
        "Throttling", "ThrottlingException", "TooManyRequests",
    ]
}

extension S3Error {
    /// Whether another attempt may succeed.
    var isPassing: Bool {
        switch cause {
        case .refused(let refusal): refusal.isPassing
        case .nonsense: true
        case .transfer(let error): error.isPassing
        }
    }

    init(_ error: HTTPClientError) {
        cause = .transfer(error)
        isOutcomeUnknown = !error.nothingWasSent
    }

    init(_ refusal: S3Refusal) {
        cause = .refused(refusal)
        isOutcomeUnknown = refusal.status >= 500 || refusal.status == 200
    }

    init(nonsense: String) {
        cause = .nonsense(nonsense)
        isOutcomeUnknown = true
    }

    func afterUnknown(_ isUnknown: Bool) -> S3Error {
        S3Error(cause: cause, isOutcomeUnknown: isOutcomeUnknown || isUnknown)
    }
}
