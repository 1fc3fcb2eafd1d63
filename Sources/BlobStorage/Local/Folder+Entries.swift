internal import Glibc
internal import Platform

extension Folder {
    /// An entry of a folder: a file or a folder; nothing else counts.
    struct Entry {
        let name: String
        let isFolder: Bool
    }

    /// Calls `body` with each file and folder in it, in no order.
    func forEachEntry(_ body: (Entry) throws(Errno) -> Void) throws(Errno) {
        let copy = try open(".", O_RDONLY | O_DIRECTORY)  // its own position, and closedir(3) would close ours
        let duplicate = dup(copy.rawValue)
        guard duplicate >= 0 else { throw .current }
        guard let stream = fdopendir(duplicate) else {
            let failure = Errno.current
            _ = close(duplicate)
            throw failure
        }
        defer { closedir(stream) }
        while true {
            errno = 0
            guard let item = readdir(stream) else {
                if errno != 0 { throw .current }
                return
            }
            if let entry = try entry(of: item) { try body(entry) }
        }
    }

    private func entry(of item: UnsafeMutablePointer<dirent>) throws(Errno) -> Entry? {
        let name = withUnsafePointer(to: &item.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name == "." || name == ".." { return nil }
        switch Int(item.pointee.d_type) {
        case DT_REG: return Entry(name: name, isFolder: false)
        case DT_DIR: return Entry(name: name, isFolder: true)
        case DT_UNKNOWN: return try statEntry(name)
        default: return nil
        }
    }

    /// For file systems whose readdir(3) does not tell kinds.
    private func statEntry(_ name: String) throws(Errno) -> Entry? {
        do {
            let status = try status(of: name)
            return status.isRegularFile || status.isDirectory ? Entry(name: name, isFolder: status.isDirectory) : nil
        } catch .notFound {
            return nil
        }
    }
}
