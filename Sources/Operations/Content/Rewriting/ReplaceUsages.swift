internal import Database
package import Library
internal import LibraryStore

/// What came of putting one asset in another's place (M61).
package struct ReplacedUsages: Sendable {
    /// Usages of the old asset that are the new one's now, found and declared.
    package let usages: Int
    package let content: RewrittenContent
}

extension MediaLibrary {
    /// Puts `replacement` where `id` is used: rewrites the references in content, and moves what was declared (M61).
    ///
    /// Both assets are the organization's and in its library. Whole addresses of this server begin with `baseURL`. Throws ``AssetError``
    /// `notFound`, ``UsageError`` `invalidFields` for a `replacement` that is not there or the same, and ``MarkdownError`` `busy`.
    package func replaceUsages(
        of id: AssetID, by replacement: AssetID?, baseURL: String = "", by caller: Caller
    ) async throws -> ReplacedUsages {
        try caller.require(.edit)
        let organization = caller.organization.id
        do {
            let old = try await database.read { try await $0.assets.visible(id, in: organization) }
            var new: Asset?
            if let replacement { new = try await database.read { try await $0.assets.find(replacement, in: organization) } }
            guard let new, new.status.isInLibrary, new.id != old.id else {
                throw replacement == old.id ? UsageError.replacedByItself : .replacementNotFound
            }
            let substitution = AssetSubstitution(old: old, new: new, organization: organization, baseURL: baseURL)
            let (content, ended) = try await rewriteContent(plan(substitution), by: caller)
            let moved = try await moveDeclared(substitution, rewritten: ended, by: caller)
            return ReplacedUsages(usages: ended + moved, content: content)
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    private func plan(_ substitution: AssetSubstitution) -> RewritePlan {
        let (old, organization) = (substitution.old.id, substitution.organization)
        return RewritePlan(
            items: { try await $0.references.items(leadingTo: old, in: organization) },
            respell: { found, targets in
                guard let lookup = found.reference.lookups.first(where: { targets[$0] != nil }), targets[lookup] == old else {
                    return .keep
                }
                return substitution.respelling(of: found, by: lookup)
            },
            confirm: { _ = try await $0.locked(substitution) }, ending: old)
    }

    /// What was declared becomes the new asset's, and the whole is told; `rewritten` usages ended in content.
    private func moveDeclared(_ substitution: AssetSubstitution, rewritten: Int, by caller: Caller) async throws -> Int {
        let now = now
        let (id, replacement, organization) = (substitution.old.id, substitution.new.id, substitution.organization)
        return try await database.write { transaction in
            guard try await transaction.organizations.lock(organization) else { throw AccessError.organizationUnknown }
            let (old, new) = try await transaction.locked(substitution)
            let usages = try await transaction.usages.declared(id, in: organization)
            for usage in usages { try await transaction.usages.move(usage, to: replacement) }
            for target in Set(usages.filter { $0.place.recordKind != nil }.map(\.target)) {
                try await transaction.countRevision(of: target, in: organization)
            }
            if usages.count + rewritten == 0 { return 0 }
            let changes = [
                AuditChange("replacedBy", nil, new.metadata.displayName),
                AuditChange("usages", "\(usages.count + rewritten)", "\(try await transaction.usageCount(of: id, organization))"),
            ]
            try await transaction.history.record(
                AuditEntry(by: caller, "asset.replace-usages", old, changes: changes, at: now))
            if !usages.isEmpty {
                for asset in [id, replacement] {
                    try await transaction.history.announceChange(of: asset, in: organization, at: now)
                }
            }
            return usages.count
        }
    }
}

extension Transaction {
    /// Both assets, locked in the order of their ids; throws where lists do not show one of them.
    fileprivate func locked(_ substitution: AssetSubstitution) async throws -> (old: Asset, new: Asset) {
        var found: [AssetID: Asset] = [:]
        for id in [substitution.old.id, substitution.new.id].sorted(by: { $0.rawValue < $1.rawValue }) {
            found[id] = try await assets.findLocked(id, in: substitution.organization)
        }
        guard let old = found[substitution.old.id], old.status.isInLibrary else { throw AssetError.notFound }
        guard let new = found[substitution.new.id], new.status.isInLibrary else {
            throw UsageError.replacementNotFound
        }
        // The bytes' address may have changed since the addresses were written.
        guard new.version == substitution.new.version, new.logicalPath == substitution.new.logicalPath else {
            throw AssetError.changedMeanwhile
        }
        return (old, new)
    }

    /// The media of a record are part of its state.
    fileprivate func countRevision(of target: UsageTarget, in organization: OrganizationID) async throws {
        guard var item = try await content.find(target.type, target.externalID, in: organization) else { return }
        item.revision += 1
        try await content.update(item, in: organization)
    }

    fileprivate func usageCount(of asset: AssetID, _ organization: OrganizationID) async throws -> Int {
        try await assets.find(asset, in: organization)?.usageCount ?? 0
    }
}

extension UsageError {
    fileprivate static let replacedByItself = UsageError.invalidFields([
        FieldProblem(field: "withAssetId", code: "same_asset", detail: "withAssetId names the asset itself.")
    ])
}
