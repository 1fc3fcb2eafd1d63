/// The hold a request has on its `Idempotency-Key`: whoever makes a row for it settles the claim in the same transaction.
package struct IdempotencyClaim: Sendable {
    /// Names the organization, who asks, and the key.
    package let keyHash: [UInt8]
    /// Differs with each claim of a key: one that was taken over is nobody's any more.
    package let fence: Int64
    /// Names the request's route and body; asked for when the body has been read.
    package let requestHash: @Sendable () -> [UInt8]

    package init(keyHash: [UInt8], fence: Int64, requestHash: @escaping @Sendable () -> [UInt8]) {
        self.keyHash = keyHash
        self.fence = fence
        self.requestHash = requestHash
    }
}

/// What a request with an `Idempotency-Key` came to.
package struct SettledRequest: Sendable {
    package let requestHash: [UInt8]
    /// The row it made, where that is known.
    package let subject: SubjectID?
    /// Its answer, sealed; nil when the server stopped before it could be kept.
    package let answer: [UInt8]?

    package init(requestHash: [UInt8], subject: SubjectID?, answer: [UInt8]?) {
        self.requestHash = requestHash
        self.subject = subject
        self.answer = answer
    }
}

/// The asset, folder or other thing that a request made.
package typealias SubjectID = ID<SettledRequest>
