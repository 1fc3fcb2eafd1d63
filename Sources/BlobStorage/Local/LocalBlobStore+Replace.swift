internal import Glibc
internal import Platform

extension LocalBlobStore {
    /// The copy is made in staging and takes the place by one rename: a link to the same file would make the two one blob.
    package func replace(_ plan: BlobPlan, withCopyOf source: BlobKey) async throws(BlobError) {
        let original = try await onPool { () throws(Errno) in try self.regularFile(source) }
        let folder = try await folderForPublishing(plan.key)
        let name = LocalStagedBlob.unguessableName()
        let copy = try await inStaging { staging throws(Errno) in try staging.makeFile(name) }
        try await onPool { () throws(Errno) in
            do throws(Errno) {
                try copy.writeContents(of: original)
                try copy.synchronize()
                try self.staging.moveReplacing(name, to: folder, as: plan.key.name)
            } catch {
                try? self.staging.remove(name)  // what stays behind is swept
                throw error
            }
            try folder.synchronize()
        }
    }

    private func regularFile(_ key: BlobKey) throws(Errno) -> FileDescriptor {
        let file = try root.open(key.description)
        guard try file.status().isRegularFile else { throw .notFound }
        return file
    }
}

extension FileDescriptor {
    /// Appends all of `source`. Blocks.
    fileprivate func writeContents(of source: FileDescriptor) throws(Errno) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 4096)
        defer { buffer.deallocate() }
        var offset: Int64 = 0
        while true {
            let count = try source.read(into: buffer, at: offset)
            if count == 0 { return }
            try write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            offset += Int64(count)
        }
    }
}
