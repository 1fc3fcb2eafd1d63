internal import HTTPServer
internal import Library
internal import Operations

/// How a creating route answers a request that came before with the same `Idempotency-Key` (CONTRACT, Change safely).
struct Repeatable: Sendable {
    /// Answers with the thing the request made where its own answer was lost: the server stopped between the two.
    let recover: (@Sendable (Exchange, Caller, SubjectID) async throws -> HTTPResponse)?

    /// The answer is kept; nothing is noted in the transaction that makes the thing.
    static let byAnswer = Repeatable(recover: nil)

    /// The transaction that makes the thing notes which it is (`Transaction.settle`), and `recover` answers with it.
    static func bySubject(_ recover: @escaping @Sendable (Exchange, Caller, SubjectID) async throws -> HTTPResponse) -> Repeatable
    {
        Repeatable(recover: recover)
    }
}

extension Exchange {
    /// Runs `handler`, or answers as it did before, where the request has an `Idempotency-Key` and the route is `repeatable`.
    func answerOnce(
        _ repeatable: Repeatable?, _ caller: Caller, _ handler: @Sendable (Exchange, Caller) async throws -> HTTPResponse
    ) async throws -> HTTPResponse {
        guard let repeatable, let key = try idempotencyKey() else { return try await handler(self, caller) }
        let request = try RepeatableRequest(
            organization: caller.organization.id, user: caller.user?.id, token: caller.tokenID, key: key)
        let settled: SettledRequest
        let observed = try await observingBody()
        switch try await observed.claim(request) {
        case .settled(let earlier): settled = earlier
        case .new(let claim):
            return try await observed.carryOut(request, claim) { exchange in
                var caller = caller
                caller.claim = claim
                return try await handler(exchange, caller)
            }
        }
        if let answer = try await observed.repeatedAnswer(request, settled) { return answer }
        guard let subject = settled.subject, let recover = repeatable.recover else { throw ServiceError.outcomeUnknown }
        return try await recover(self, caller, subject).replayed
    }

    /// The same for what is in no organization yet.
    func answerOnce(
        _ repeatable: Repeatable?, _ signedIn: SignedIn,
        _ handler: @Sendable (Exchange, SignedIn) async throws -> HTTPResponse
    ) async throws -> HTTPResponse {
        guard repeatable != nil, let key = try idempotencyKey() else { return try await handler(self, signedIn) }
        try checkCSRFHeader(signedIn)
        let request = try RepeatableRequest(organization: nil, user: signedIn.user.id, token: nil, key: key)
        let observed = try await observingBody()
        switch try await observed.claim(request) {
        case .new(let claim): return try await observed.carryOut(request, claim) { try await handler($0, signedIn) }
        case .settled(let settled):
            guard let answer = try await observed.repeatedAnswer(request, settled) else { throw ServiceError.outcomeUnknown }
            return answer
        }
    }

    private func idempotencyKey() throws(IdempotencyError) -> String? {
        let keys = request.headers.values("idempotency-key")
        guard keys.count < 2 else { throw .invalidKey }
        return keys.first
    }

    private func claim(_ request: RepeatableRequest) async throws -> RequestClaim {
        guard let fingerprint else { throw ServiceError.interrupted }
        return try await library.claim(request, requestHash: fingerprint.whole) { fingerprint.hash }
    }

    /// Runs `handler` and keeps its answer; after a failure the key is free again. A client that hangs up does not cut either short.
    private func carryOut(
        _ request: RepeatableRequest, _ claim: IdempotencyClaim,
        _ handler: @Sendable (Exchange) async throws -> HTTPResponse
    ) async throws -> HTTPResponse {
        let library = library
        let renewing = Task { await library.keep(claim) }
        defer { renewing.cancel() }
        do {
            let response = try await handler(self)
            await keep(response, request, claim)
            return response
        } catch {
            await Task { await library.release(claim) }.value
            throw error
        }
    }

    private func keep(_ response: HTTPResponse, _ request: RepeatableRequest, _ claim: IdempotencyClaim) async {
        let keeping = Task {
            guard response.status < 300, let answer = StoredAnswer(response)?.bytes else {
                return await library.release(claim)
            }
            // The thing is made, so its answer is given whether or not it can be kept.
            do { try await library.finish(request, claim, answer: answer) } catch { logUnexpected(error) }
        }
        await keeping.value
    }

    /// The answer the request had before; nil when it was lost. Reads a form to its end to know it is the same.
    private func repeatedAnswer(_ request: RepeatableRequest, _ settled: SettledRequest) async throws -> HTTPResponse? {
        guard let fingerprint else { return nil }
        if fingerprint.whole == nil { try await readForm() }
        guard fingerprint.hash == settled.requestHash else { throw IdempotencyError.keyReused }
        return library.answer(to: request, settled).flatMap(StoredAnswer.init(bytes:))?.response.replayed
    }
}

extension HTTPResponse {
    /// Says that nothing was done this time.
    fileprivate var replayed: HTTPResponse {
        var response = self
        response.headers.append(("Idempotency-Replayed", "true"))
        return response
    }
}
