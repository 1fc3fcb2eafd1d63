internal import Glibc

/// An open folder of files that somebody else keeps. What it gives lies in it: no symbolic link is followed, whatever is exchanged for
/// what meanwhile.
package struct FileTree: Sendable {
    private let descriptor: FileDescriptor

    /// What is in a folder.
    package struct Entry: Hashable, Sendable {
        /// With marks in the place of bytes that are no UTF-8.
        package let name: String
        package let kind: Kind
        /// Whether ``name`` is the name, and opens it.
        package let isText: Bool
    }

    package enum Kind: Sendable {
        case file, folder, symbolicLink
        /// A pipe, a socket, a device.
        case special
    }

    private init(_ descriptor: FileDescriptor) { self.descriptor = descriptor }

    /// The folder at `path`, which is no symbolic link itself: `ELOOP` or `ENOTDIR` then, and for everything that is no folder.
    package init(_ path: String) throws(Errno) {
        descriptor = try FileDescriptor.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
    }

    /// Everything in the folder, by name.
    package func entries() throws(Errno) -> [Entry] {
        // Its own position, and closedir(3) would close ours.
        let copy = openat(descriptor.rawValue, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0 else { throw .current }
        guard let stream = fdopendir(copy) else {
            let failure = Errno.current
            _ = close(copy)
            throw failure
        }
        defer { closedir(stream) }
        var entries: [Entry] = []
        while true {
            errno = 0
            guard let item = readdir(stream) else {
                if errno != 0 { throw .current }
                return entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            }
            if let entry = entry(of: item) { entries.append(entry) }
        }
    }

    package func folder(_ name: String) throws(Errno) -> FileTree { FileTree(try open(name, O_RDONLY | O_DIRECTORY)) }

    /// Opens a regular file for reading; `EINVAL` for anything else.
    package func file(_ name: String) throws(Errno) -> FileDescriptor {
        // A pipe would keep us waiting for somebody to write.
        let file = try open(name, O_RDONLY | O_NONBLOCK)
        guard try file.status().isRegularFile else { throw Errno(rawValue: EINVAL) }
        return file
    }

    private func open(_ name: String, _ flags: Int32) throws(Errno) -> FileDescriptor {
        guard !name.isEmpty, name != ".", name != "..", !name.utf8.contains(UInt8(ascii: "/")), !name.utf8.contains(0) else {
            throw Errno(rawValue: EINVAL)
        }
        while true {
            let opened = openat(descriptor.rawValue, name, flags | O_NOFOLLOW | O_CLOEXEC)
            if opened >= 0 { return FileDescriptor(owning: opened) }
            if errno != EINTR { throw .current }
        }
    }

    private func entry(of item: UnsafeMutablePointer<dirent>) -> Entry? {
        let (name, isText) = withUnsafePointer(to: &item.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { (String(cString: $0), String(validatingCString: $0) != nil) }
        }
        if name == "." || name == ".." { return nil }
        return Entry(name: name, kind: isText ? kind(of: item, name) : .file, isText: isText)
    }

    private func kind(of item: UnsafeMutablePointer<dirent>, _ name: String) -> Kind {
        switch Int(item.pointee.d_type) {
        case DT_REG: .file
        case DT_DIR: .folder
        case DT_LNK: .symbolicLink
        // File systems whose readdir(3) does not tell kinds.
        case DT_UNKNOWN: kind(of: name)
        default: .special
        }
    }

    private func kind(of name: String) -> Kind {
        var status = stat()
        guard fstatat(descriptor.rawValue, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return .special }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file
        case S_IFDIR: return .folder
        case S_IFLNK: return .symbolicLink
        default: return .special
        }
    }
}
