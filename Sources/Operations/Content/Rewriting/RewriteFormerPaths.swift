internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// Has the references that name an asset by a logical path it had before name it by the one it has (M64): those that lead nowhere now,
    /// by paths that no other asset has or had since.
    ///
    /// Throws ``AssetError`` `notFound` for an asset lists do not show, and ``MarkdownError`` `busy`.
    package func rewriteReferences(to id: AssetID, by caller: Caller) async throws -> RewrittenContent {
        try caller.require(.edit)
        let organization = caller.organization.id
        do {
            let (asset, former) = try await database.read { transaction in
                (
                    try await transaction.assets.visible(id, in: organization),
                    try await transaction.formerPaths.free(of: id, in: organization)
                )
            }
            if former.isEmpty { return RewrittenContent() }
            let (content, _) = try await rewriteContent(plan(asset, Set(former), organization), by: caller)
            if content.references > 0 { try await record(content, asset, by: caller) }
            return content
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    private func plan(_ asset: Asset, _ former: Set<String>, _ organization: OrganizationID) -> RewritePlan {
        RewritePlan(
            items: { try await $0.references.items(naming: former.map(ReferenceLookup.path), in: organization) },
            respell: { found, targets in
                for lookup in found.reference.lookups {
                    if targets[lookup] != nil { return .keep }
                    guard case .path(let path) = lookup, former.contains(path) else { continue }
                    guard let present = asset.logicalPath else { return .impossible }
                    let fragment = WrittenAddress(found.reference.written).readings.first { $0.path == path }?.fragment ?? ""
                    return .write(WrittenAddress(path: present, fragment: fragment).text)
                }
                return .keep
            },
            confirm: { transaction in
                let now = try await transaction.assets.visibleLocked(asset.id, ifMatch: nil, in: organization)
                let free = try await transaction.formerPaths.free(of: asset.id, in: organization)
                guard now.logicalPath == asset.logicalPath, former.isSubset(of: free) else { throw AssetError.changedMeanwhile }
            }, ending: nil)
    }

    private func record(_ content: RewrittenContent, _ asset: Asset, by caller: Caller) async throws {
        let change = AuditChange("references", nil, "\(content.references)")
        try await database.write { transaction in
            try await transaction.organizations.lock(caller.organization.id)
            try await transaction.history.record(
                AuditEntry(by: caller, "asset.rewrite-references", asset, changes: [change], at: now))
        }
    }
}

/// What renaming an asset broke, or would (M64).
package struct FormerPathUses: Sendable {
    /// References by paths it had before that lead nowhere now.
    package let count: Int
    /// The first of them.
    package let places: [BrokenPath]

    /// How many are shown.
    package static let shownPlaces = 10
}

extension MediaLibrary {
    /// The references that lead nowhere since the asset got another logical path (M64). Throws ``AssetError`` `notFound`.
    package func referencesByFormerPaths(of id: AssetID, by caller: Caller) async throws -> FormerPathUses {
        try caller.require(.read)
        let organization = caller.organization.id
        do {
            return try await database.read { transaction in
                _ = try await transaction.assets.visible(id, in: organization)
                let former = try await transaction.formerPaths.free(of: id, in: organization)
                let count = try await transaction.references.unresolvedCount(naming: former, in: organization)
                let places =
                    count == 0
                    ? []
                    : try await transaction.references.unresolved(
                        naming: former, limit: FormerPathUses.shownPlaces, in: organization)
                return FormerPathUses(count: count, places: places)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    /// How many references name the asset by the logical path it has: what renaming it would break. Throws ``AssetError`` `notFound`.
    package func referencesByPath(of id: AssetID, by caller: Caller) async throws -> Int {
        try caller.require(.read)
        let organization = caller.organization.id
        do {
            return try await database.read { transaction in
                let asset = try await transaction.assets.visible(id, in: organization)
                guard let path = asset.logicalPath else { return 0 }
                return try await transaction.references.count(leadingTo: id, by: path, in: organization)
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}
