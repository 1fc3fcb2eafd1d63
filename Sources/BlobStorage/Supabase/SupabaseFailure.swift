internal import FoundationEssentials
internal import HTTPClient

/// Why a request failed, after all attempts.
struct SupabaseFailure: Error, Sendable {
    enum Cause: Sendable {
        case refused(SupabaseRefusal)
        case transfer(HTTPClientError)
        /// A success with a body that cannot be.
        case nonsense
    }

    let cause: Cause
    /// Whether the server may have acted all the same: an attempt ended without its answer, or with one that does not say.
    var isOutcomeUnknown: Bool

    init(_ error: HTTPClientError) {
        cause = .transfer(error)
        isOutcomeUnknown = !error.nothingWasSent
    }

    init(_ refusal: SupabaseRefusal) {
        cause = .refused(refusal)
        isOutcomeUnknown = refusal.status >= 500
    }

    private init(nonsense: Void) {
        cause = .nonsense
        isOutcomeUnknown = true
    }

    static let nonsense = SupabaseFailure(nonsense: ())

    var refusal: SupabaseRefusal? { if case .refused(let refusal) = cause { refusal } else { nil } }

    /// Whether another attempt may succeed.
    var isPassing: Bool {
        switch cause {
        case .refused(let refusal): refusal.isPassing
        case .transfer(let error): error.isPassing
        case .nonsense: true
        }
    }
}

/// An answer that is no success.
///
/// Most deployments answer what went wrong with HTTP 400 and name the status that is meant in the body, as text; newer ones can be set to
/// answer with it. Both read the same here.
struct SupabaseRefusal: Sendable {
    private struct Body: Decodable {
        let statusCode: String?
        let code: String?
        let error: String?
        let message: String?
    }

    private struct NumberedBody: Decodable {
        let statusCode: Int
    }

    /// The one that is meant.
    let status: Int
    /// Whether the body says no more than the status line: that of a HEAD, or of something in between that is not the service.
    let isBare: Bool
    /// `NoSuchKey` and its like, or an older word for it.
    let code: String
    let retryAfter: Duration?
    private let message: String

    init(status: Int, headers: HTTPClientHeaders, body: [UInt8]) {
        let data = Data(body)
        let body = try? JSONDecoder().decode(Body.self, from: data)
        let stated =
            body?.statusCode.flatMap { Int($0) } ?? (try? JSONDecoder().decode(NumberedBody.self, from: data))?.statusCode
        self.status = stated.flatMap { (400..<600).contains($0) ? $0 : nil } ?? status
        isBare = body == nil
        code = body?.code ?? body?.error ?? ""
        message = body?.message ?? ""
        retryAfter = headers["Retry-After"].flatMap { Int64($0) }.map { .seconds(max(0, $0)) }
    }

    var isBucketMissing: Bool { code == "NoSuchBucket" || code == "Bucket not found" || message == "Bucket not found" }

    /// Something has the key that was to be made.
    var isDuplicate: Bool { status == 409 || code == "Duplicate" || code.hasSuffix("AlreadyExists") }

    var isAbsence: Bool { status == 404 && !isBucketMissing }

    /// Whether the server may do the same request later.
    var isPassing: Bool {
        switch status {
        case 408, 423, 425, 429: true
        case 501, 505, 507: false
        default: status >= 500
        }
    }
}
