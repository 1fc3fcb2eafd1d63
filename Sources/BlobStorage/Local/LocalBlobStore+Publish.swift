internal import Glibc
internal import Platform

extension LocalBlobStore {
    package func stage(_ plan: BlobPlan) async throws(BlobError) -> any StagedBlob {
        let name = plan.name ?? LocalStagedBlob.unguessableName()
        guard BlobKey.isValidSegment(name.utf8) else { throw .invalidKey(name) }
        let file = try await inStaging { staging throws(Errno) in try staging.makeFile(name) }
        return LocalStagedBlob(name: name, plan: plan, file: file, store: self)
    }

    package func publish(_ staged: any StagedBlob) async throws(BlobError) {
        guard let staged = staged as? LocalStagedBlob, staged.store === self, staged.isFinished else { throw .notStaged }
        let key = staged.plan.key
        let folder = try await folderForPublishing(key)
        do {
            try await onPool { () throws(Errno) in
                try self.staging.move(staged.name, to: folder, as: key.name)
                staged.leaveStaging()
                try folder.synchronize()
            }
        } catch .notFound {
            throw .notStaged  // swept
        }
    }

    package func delete(_ key: BlobKey) async throws(BlobError) {
        try await absentCountsAsDone { () throws(Errno) in
            let folder = try self.root.folder(key.folder)
            try ignoringAbsence { () throws(Errno) in try folder.remove(key.name) }
            try folder.synchronize()  // also when absent: an earlier removal may not have reached the disk
        }
    }

    func folderForPublishing(_ key: BlobKey) async throws(BlobError) -> Folder {
        do {
            return try await onPool { () throws(Errno) in try self.durableFolder(key.folder) }
        } catch .notFound {
            throw .io(Errno(rawValue: ENOTDIR))  // something that is no folder is in the way
        }
    }

    /// The folder at `path` in `root`, made when missing, with every entry on the way to it on disk.
    private func durableFolder(_ path: String) throws(Errno) -> Folder {
        if durableFolders.contains(path) {
            do { return try root.folder(path) } catch .notFound { durableFolders.removeAll() }
        }
        var folder = root
        var reached = ""
        for segment in path.split(separator: "/") {
            let child = try folder.makeFolder(String(segment))
            reached += reached.isEmpty ? segment : "/" + segment
            if !durableFolders.contains(reached) {
                try folder.synchronize()
                durableFolders.insert(reached)
            }
            folder = child
        }
        return folder
    }

    func absentCountsAsDone(_ body: @Sendable () throws(Errno) -> Void) async throws(BlobError) {
        do { try await onPool(body) } catch .notFound { return }
    }
}

/// Runs `body`; that what it names does not exist is no error.
func ignoringAbsence(_ body: () throws(Errno) -> Void) throws(Errno) {
    do { try body() } catch .notFound { return }
}

extension BlobKey {
    /// All but the last segment, without a closing slash; empty at the top.
    var folder: String { description.lastIndex(of: "/").map { String(description[..<$0]) } ?? "" }

    /// The last segment.
    var name: String {
        description.lastIndex(of: "/").map { String(description[description.index(after: $0)...]) } ?? description
    }
}
