/// Why a request with an `Idempotency-Key` was refused.
package enum IdempotencyError: Failure {
    case invalidKey
    /// The key came with another request within the last 24 hours.
    case keyReused
    /// The same request is being worked on.
    case inProgress(retryAfterSeconds: Int64)

    package var code: String {
        switch self {
        case .invalidKey: "invalid_idempotency_key"
        case .keyReused: "idempotency_key_reused"
        case .inProgress: "idempotency_in_progress"
        }
    }

    package var sentence: String {
        switch self {
        case .invalidKey: "An Idempotency-Key is 1 to 255 visible ASCII characters, once."
        case .keyReused: "This Idempotency-Key was used for another request. Take a new key for each new request."
        case .inProgress(let seconds): "A request with this Idempotency-Key is being worked on. Send it again in \(seconds) s."
        }
    }

    package var retryAfterSeconds: Int64? {
        if case .inProgress(let seconds) = self { return seconds }
        return nil
    }
}
