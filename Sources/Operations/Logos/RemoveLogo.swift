internal import BlobStorage
internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Leaves the organization without a logo; one that has none stays as it is. `entityTag` is the `If-Match` of the request.
    package func removeLogo(ifMatch entityTag: String? = nil, by caller: Caller) async throws {
        try caller.require(.administer)
        let now = now
        do {
            let removal: LogoRemoval? = try await database.write { transaction in
                try await transaction.organizations.lock(caller.organization.id)
                let organization = try await transaction.organizations.current(of: caller, ifMatch: entityTag)
                guard let logo = organization.logo else { return nil }
                let removal = try await beginRemoval(of: logo, from: organization, transaction)
                try await transaction.organizations.setLogo(nil, of: organization.id)
                try await transaction.history.record(
                    AuditEntry(
                        by: caller, "organization.logo.remove", changes: [AuditChange("logo", logo.publicPath, nil)], at: now))
                return removal
            }
            await finish(removal)
        } catch DatabaseError.uniqueViolation {
            throw LogoError.busy
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// Promises, in the transaction that takes the logo from the row, that its blob goes. The same picture has the same key: while the
    /// intent is there, sealed as it is, nobody can publish what is about to be removed.
    func beginRemoval(
        of logo: OrganizationLogo, from organization: Organization, _ transaction: any Transaction
    ) async throws -> LogoRemoval {
        let intent = PublishIntent(id: .make(at: now), organizationID: organization.id, key: logo.key, reservedBytes: 0)
        try await transaction.intents.takeOver(logo.key, by: IntentHolder.logo(of: organization.id).id, in: organization.id)
        try await transaction.intents.insert(intent)
        return LogoRemoval(logo: logo, intent: intent)
    }

    /// Removes the blob. What fails here is not lost: the lease runs out, and the sweep does the same.
    func finish(_ removal: LogoRemoval?) async {
        guard let removal else { return }
        deliveries.forget([removal.logo.key])
        // A caller who hangs up does not cut this short.
        let removing = Task {
            try await store(removal.logo.place).delete(BlobKey(removal.logo.key))
            try await database.write { transaction in
                try await transaction.organizations.lock(removal.intent.organizationID)
                _ = try await transaction.intents.take(removal.intent.id, in: removal.intent.organizationID)
            }
        }
        _ = try? await removing.value
    }
}

/// A blob that no row has any more.
struct LogoRemoval: Sendable {
    let logo: OrganizationLogo
    let intent: PublishIntent
}

extension OrganizationTable {
    /// The caller's organization as it is now, in the state the caller saw.
    func current(of caller: Caller, ifMatch entityTag: String? = nil) async throws -> Organization {
        guard let organization = try await find(caller.organization.id) else { throw AccessError.organizationUnknown }
        if let entityTag, !IfMatch.holds(entityTag, for: organization.entityTag) { throw OrganizationError.changedMeanwhile }
        return organization
    }
}
