internal import HTTPClient

extension BlobError {
    /// What a failed request means to a store's caller. The sentences name the cause and no credentials.
    init(_ error: S3Error) {
        switch error.cause {
        case .refused(let refusal): self = BlobError(refusal)
        case .transfer(.unreadableBody(let errno)): self = .io(errno)
        case .transfer(let error): self = .unavailable("S3: \(error)")
        case .nonsense(let reason): self = .unavailable("S3 answered what it should not: \(reason)")
        }
    }

    private init(_ refusal: S3Refusal) {
        switch (refusal.code, refusal.status) {
        case ("NoSuchKey", _), ("", 404): self = .notFound
        case ("NoSuchBucket", _): self = .bucketMissing(refusal.bucket)
        case ("QuotaExceeded", _), ("InsufficientCapacity", _), ("XMinioStorageFull", _), ("EntityTooLarge", _), (_, 507):
            self = .noSpace
        default: self = .unavailable("S3: " + Self.sentence(refusal))
        }
    }

    private static func sentence(_ refusal: S3Refusal) -> String {
        switch refusal.code {
        case "AccessDenied", "AllAccessDisabled": "the access key may not do this (AccessDenied)"
        case "InvalidAccessKeyId": "the access key is unknown (InvalidAccessKeyId)"
        case "SignatureDoesNotMatch": "the secret key is wrong (SignatureDoesNotMatch)"
        case "ExpiredToken", "InvalidToken": "the session token is not valid (\(refusal.code))"
        case "RequestTimeTooSkewed": "this machine's clock and the server's differ too much (RequestTimeTooSkewed)"
        case "AuthorizationHeaderMalformed", "PermanentRedirect", "IllegalLocationConstraintException":
            "the bucket is in another region or at another endpoint (\(refusal.code))"
        case "" where refusal.status == 403: "the access key or its secret is wrong, or may not do this (status 403)"
        case "": "status \(refusal.status)"
        default: "\(refusal.code) (status \(refusal.status))"
        }
    }
}
