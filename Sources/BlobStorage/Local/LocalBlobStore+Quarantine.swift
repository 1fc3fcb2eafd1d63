internal import Platform

/// `.quarantine/<seconds since 1970>/<key>`: a person can see what was set aside when, and move it back by hand.
extension LocalBlobStore {
    package func quarantine(_ key: BlobKey) async throws(BlobError) {
        try await absentCountsAsDone { () throws(Errno) in
            let source = try self.root.folder(key.folder)
            _ = try source.status(of: key.name)
            var time = wallClockMicroseconds() / 1_000_000
            while true {
                let target = try self.quarantineFolder(at: time, for: key)
                do throws(Errno) {
                    try source.move(key.name, to: target, as: key.name)
                    try target.synchronize()
                    return try source.synchronize()
                } catch .exists {
                    time += 1  // the same key was quarantined a moment ago
                }
            }
        }
    }

    package func purgeQuarantine(olderThan age: Int64) async throws(BlobError) -> Int {
        try await onPool { () throws(Errno) in
            let latest = wallClockMicroseconds() / 1_000_000 - age
            var count = 0
            try self.quarantined.forEachEntry { entry throws(Errno) in
                guard entry.isFolder, let time = Int64(entry.name), time <= latest else { return }
                count += try self.quarantined.removeTree(entry.name)
            }
            return count
        }
    }

    package func removeAbandonedStaging(olderThan age: Int64, keeping live: LiveStaging) async throws(BlobError) -> Int {
        try await onPool { () throws(Errno) in
            let latest = wallClockMicroseconds() / 1_000_000 - age
            var count = 0
            try self.staging.forEachEntry { entry throws(Errno) in
                if entry.isFolder || live.names.contains(entry.name) { return }
                try ignoringAbsence { () throws(Errno) in
                    guard try self.staging.status(of: entry.name).modifiedAt <= latest else { return }
                    try self.staging.remove(entry.name)
                    count += 1
                }
            }
            return count
        }
    }

    private func quarantineFolder(at time: Int64, for key: BlobKey) throws(Errno) -> Folder {
        var folder = try quarantined.makeFolder(String(time))
        try quarantined.synchronize()
        for segment in key.folder.split(separator: "/") {
            let child = try folder.makeFolder(String(segment))
            try folder.synchronize()
            folder = child
        }
        return folder
    }
}

extension Folder {
    /// Removes the folder called `name` with all in it. Returns how many files there were.
    fileprivate func removeTree(_ name: String) throws(Errno) -> Int {
        let tree = try folder(name)
        var count = 0
        try tree.forEachEntry { entry throws(Errno) in
            if entry.isFolder {
                count += try tree.removeTree(entry.name)
            } else {
                try tree.remove(entry.name)
                count += 1
            }
        }
        try removeFolder(name)
        return count
    }
}
