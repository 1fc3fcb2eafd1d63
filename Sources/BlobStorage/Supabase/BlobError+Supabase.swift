internal import HTTPClient

extension BlobError {
    /// What a failed request means to a store's caller. The sentences name the cause, and neither keys nor blobs.
    init(_ failure: SupabaseFailure, bucket: String) {
        switch failure.cause {
        case .refused(let refusal): self.init(refusal, bucket: bucket)
        case .transfer(.unreadableBody(let errno)): self = .io(errno)
        case .transfer(let error): self = .unavailable("Supabase: \(error)")
        case .nonsense: self = .unavailable("Supabase: the answer is not understood")
        }
    }

    private init(_ refusal: SupabaseRefusal, bucket: String) {
        if refusal.isBucketMissing {
            self = .bucketMissing(bucket)
        } else if refusal.isDuplicate {
            self = .alreadyExists
        } else if refusal.isAbsence {
            self = .notFound
        } else if refusal.status == 507 || refusal.status == 402 || refusal.code.lowercased().contains("quota") {
            self = .noSpace
        } else {
            self = .unavailable("Supabase: " + Self.sentence(refusal, bucket))
        }
    }

    private static func sentence(_ refusal: SupabaseRefusal, _ bucket: String) -> String {
        switch (refusal.code, refusal.status) {
        case (_, 401), (_, 403), ("InvalidJWT", _), ("InvalidSignature", _), ("AccessDenied", _), ("Unauthorized", _):
            "the service role's key is refused"
        case (_, 413): "the file is larger than the limit of the bucket “\(bucket)” or of the project"
        case (_, 415), (_, 422): "the bucket “\(bucket)” does not take this type of file"
        case (_, 429): "too many requests"
        case let (code, status) where isWord(code): "\(code) (status \(status))"
        default: "status \(refusal.status)"
        }
    }

    /// Anything longer might quote the request.
    private static func isWord(_ code: String) -> Bool {
        (1...40).contains(code.utf8.count)
            && code.utf8.allSatisfy { $0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z") }
    }
}
