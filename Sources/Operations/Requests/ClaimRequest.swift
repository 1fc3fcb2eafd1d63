internal import Cryptography
internal import Database
package import Library
internal import LibraryStore

/// A request that its sender may repeat: who sent it, in which organization, under which `Idempotency-Key`.
package struct RepeatableRequest: Sendable {
    /// Nil where there is none yet, as for a new organization.
    package let organization: OrganizationID?
    package let user: UserID?
    package let token: TokenID?
    package let key: String

    /// Throws ``IdempotencyError`` `invalidKey` unless `key` is 1 to 255 visible ASCII characters.
    package init(organization: OrganizationID?, user: UserID?, token: TokenID?, key: String) throws(IdempotencyError) {
        guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else { throw .invalidKey }
        self.organization = organization
        self.user = user
        self.token = token
        self.key = key
    }

    /// The row that stands for it; the key itself is stored nowhere.
    var hash: [UInt8] {
        let scope = "\(organization?.description ?? "server") \(token?.description ?? user?.description ?? "system")"
        return SHA256.hash("\(scope) \(key)")
    }
}

/// Whether a request is to be carried out.
package enum RequestClaim: Sendable {
    /// It is, with this claim.
    case new(IdempotencyClaim)
    /// It was, and came to this.
    case settled(SettledRequest)
}

extension MediaLibrary {
    /// Claims `request` for whoever asks first; `requestHash` is nil while the body is still to be read, and `finalHash` answers then.
    ///
    /// Throws ``IdempotencyError`` `inProgress` while somebody else has it, `keyReused` when that is known to be another request.
    package func claim(
        _ request: RepeatableRequest, requestHash: [UInt8]?, finalHash: @escaping @Sendable () -> [UInt8]
    ) async throws -> RequestClaim {
        let claim = IdempotencyClaim(
            keyHash: request.hash, fence: .random(in: 1 ... .max), requestHash: finalHash)
        let taken: IdempotencyTable.Taken?
        do {
            taken = try await database.write {
                try await $0.idempotency.claim(
                    claim.keyHash, fence: claim.fence, requestHash: requestHash, in: request.organization)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
        switch taken {
        case nil: return .new(claim)
        case .settled(let settled): return .settled(settled)
        case .inProgress(let other?, _) where requestHash != nil && other != requestHash: throw IdempotencyError.keyReused
        case .inProgress(_, let seconds): throw IdempotencyError.inProgress(retryAfterSeconds: min(max(seconds, 1), 5))
        }
    }

    /// Lets a claim hold on until the task is cancelled, however long an upload takes. A renewal that fails does no harm: whoever lost
    /// the claim is told at the end.
    package func keep(_ claim: IdempotencyClaim) async {
        // A third of the lease: two renewals may be lost before it runs out.
        while (try? await Task.sleep(for: .seconds(IdempotencyTable.leaseSeconds / 3))) != nil { await renew(claim) }
    }

    package func renew(_ claim: IdempotencyClaim) async {
        try? await database.write { try await $0.idempotency.renew(claim) }
    }
}
