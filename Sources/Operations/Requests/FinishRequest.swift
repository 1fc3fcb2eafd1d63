internal import Cryptography
internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Keeps the answer to a request for those who repeat it. It may hold a secret, so it is sealed with what only the sender and this
    /// server know: the `Idempotency-Key`, of which a hash alone is stored, and the server's secret.
    package func finish(_ request: RepeatableRequest, _ claim: IdempotencyClaim, answer: [UInt8]) async throws {
        let sealed = SecretBox.seal(answer, key: sealingKey(request))
        do {
            try await database.write { try await $0.idempotency.finish(claim, answer: sealed) }
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// The answer that was kept; nil when there is none, or none this server can read.
    package func answer(to request: RepeatableRequest, _ settled: SettledRequest) -> [UInt8]? {
        settled.answer.flatMap { SecretBox.open($0, key: sealingKey(request)) }
    }

    /// Gives a key up after a failure, so that the request can be corrected or tried again; what was made after all stays known.
    package func release(_ claim: IdempotencyClaim) async {
        // What fails here is not lost: the lease runs out.
        try? await database.write { try await $0.idempotency.release(claim) }
    }

    /// Forgets requests that are over 24 hours old; how many.
    package func sweepRequests() async throws -> Int {
        do {
            return try await database.write { try await $0.idempotency.deleteExpired() }
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    private func sealingKey(_ request: RepeatableRequest) -> [UInt8] { secret.key(for: "idempotency \(request.key)") }
}

extension Transaction {
    /// Notes `subject` as what the caller's request made, where it came with an `Idempotency-Key`: in the transaction that inserts it.
    ///
    /// Throws ``ServiceError`` `interrupted` when the request's claim was taken over: then nothing is made.
    func settle<Noun>(_ caller: Caller, as subject: ID<Noun>) async throws {
        guard let claim = caller.claim else { return }
        guard try await idempotency.settle(claim, as: SubjectID(rawValue: subject.rawValue)) else {
            throw ServiceError.interrupted
        }
    }
}
