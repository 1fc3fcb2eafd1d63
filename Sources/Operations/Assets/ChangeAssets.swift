internal import Database
package import Library
internal import LibraryStore

/// What is done to each of many assets (M57).
package enum BulkChange: Sendable {
    case tag([String])
    case untag([String])
    /// Nil moves them out of every folder.
    case move(FolderID?)
    case archive
    case restore
    case delete(isForced: Bool)
    case purge
}

/// How one asset of many came out of it.
package struct BulkOutcome: Sendable {
    package let id: AssetID
    /// Why it was not changed, as the operation on it alone would have thrown; nil when it was.
    package let error: (any Error)?
}

extension MediaLibrary {
    /// Does `change` to each asset in turn, as the operation on one does (M57); one that refuses keeps no other from being changed.
    ///
    /// Throws before anything happens where the change itself cannot be: ``AccessError`` for a missing capability, ``FolderError``
    /// `notFound` for the folder to move to, ``AssetError`` `invalidFields` for tags.
    package func changeAssets(_ ids: [AssetID], _ change: BulkChange, by caller: Caller) async throws -> [BulkOutcome] {
        try await check(change, by: caller)
        var outcomes: [BulkOutcome] = []
        for id in ids {
            do {
                try Task.checkCancellation()
                try await apply(change, to: id, by: caller)
                outcomes.append(BulkOutcome(id: id, error: nil))
            } catch let error as CancellationError {
                throw error
            } catch {
                outcomes.append(BulkOutcome(id: id, error: error))
            }
        }
        return outcomes
    }

    private func check(_ change: BulkChange, by caller: Caller) async throws {
        switch change {
        case .tag(let names):
            try caller.require(.edit)
            var problems: [FieldProblem] = []
            _ = Tag.normalized(all: names, field: "tags", &problems)
            if !problems.isEmpty { throw AssetError.invalidFields(problems) }
        case .move(let folder):
            try caller.require(.edit)
            if let folder { try await checkExists(folder, by: caller) }
        case .untag, .archive: try caller.require(.edit)
        case .restore: if !caller.can(.delete) { try caller.require(.edit) }
        case .delete: try caller.require(.delete)
        case .purge: try caller.require(.purge)
        }
    }

    private func checkExists(_ folder: FolderID, by caller: Caller) async throws {
        do {
            try await database.read { try await $0.folders.require(folder, in: caller.organization.id) }
        } catch {
            throw ServiceError.explaining(error)
        }
    }

    private func apply(_ change: BulkChange, to id: AssetID, by caller: Caller) async throws {
        switch change {
        case .tag(let names): _ = try await tagAsset(id, adding: names, field: "tags", by: caller)
        case .untag(let names): _ = try await tagAsset(id, adding: [], removing: names, field: "tags", by: caller)
        case .move(let folder):
            var edit = AssetEdit()
            edit.folderID = .some(folder)
            _ = try await editAsset(id, edit, by: caller)
        case .archive: _ = try await archiveAsset(id, by: caller)
        case .restore: _ = try await restoreAsset(id, by: caller)
        case .delete(let isForced): try await deleteAsset(id, isForced: isForced, by: caller)
        case .purge: try await purgeAsset(id, by: caller)
        }
    }
}
