internal import CLinux
internal import Glibc
internal import Platform

/// An open folder. Paths are relative to it, and what they lead to is beneath it: no symbolic link is followed.
struct Folder: Sendable {
    let descriptor: FileDescriptor

    private init(_ descriptor: FileDescriptor) { self.descriptor = descriptor }

    private var fd: Int32 { descriptor.rawValue }

    /// The folder at `path`, made (mode 0700) when missing; its parent must exist.
    init(making path: String) throws(Errno) {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .current }
        descriptor = try FileDescriptor.open(path, O_RDONLY | O_DIRECTORY)
    }

    /// Opens what exists at `path`.
    func open(_ path: String, _ flags: Int32 = O_RDONLY) throws(Errno) -> FileDescriptor {
        let opened = linux_open_beneath(fd, path, flags)
        if opened >= 0 { return FileDescriptor(owning: opened) }
        guard errno == ENOSYS || errno == EPERM else { throw .current }
        return try openStepwise(path, flags)
    }

    /// As `open`, for kernels and sandboxes without openat2(2).
    func openStepwise(_ path: String, _ flags: Int32 = O_RDONLY) throws(Errno) -> FileDescriptor {
        let segments = path.split(separator: "/")
        var folder = self
        for segment in segments.dropLast() {
            folder = Folder(try folder.openChild(String(segment), O_RDONLY | O_DIRECTORY))
        }
        return try folder.openChild(segments.last.map(String.init) ?? ".", flags)
    }

    func folder(_ path: String) throws(Errno) -> Folder {
        path.isEmpty ? self : Folder(try open(path, O_RDONLY | O_DIRECTORY))
    }

    /// The folder called `name`, made (mode 0700) when missing. Not durable until this folder is synchronized.
    func makeFolder(_ name: String) throws(Errno) -> Folder {
        guard mkdirat(fd, name, 0o700) == 0 || errno == EEXIST else { throw .current }
        return Folder(try openChild(name, O_RDONLY | O_DIRECTORY))
    }

    /// A new file (mode 0600), open for writing; fails with `EEXIST` when there is anything called `name`.
    func makeFile(_ name: String) throws(Errno) -> FileDescriptor {
        try openChild(name, O_WRONLY | O_CREAT | O_EXCL)
    }

    func remove(_ name: String) throws(Errno) {
        guard unlinkat(fd, name, 0) == 0 else { throw .current }
    }

    func removeFolder(_ name: String) throws(Errno) {
        guard unlinkat(fd, name, AT_REMOVEDIR) == 0 else { throw .current }
    }

    /// Moves a file without ever replacing one: `EEXIST` when `target` holds anything called `newName`.
    func move(_ name: String, to target: Folder, as newName: String) throws(Errno) {
        if linux_rename_exclusive(fd, name, target.fd, newName) == 0 { return }
        guard errno == EINVAL || errno == ENOSYS || errno == EPERM else { throw .current }
        try moveByLink(name, to: target, as: newName)
    }

    /// Moves a file in the place of what `target` may hold under `newName`: readers see the one or the other.
    func moveReplacing(_ name: String, to target: Folder, as newName: String) throws(Errno) {
        guard renameat(fd, name, target.fd, newName) == 0 else { throw .current }
    }

    /// As `move`, for file systems that cannot rename exclusively. Cut short, it leaves the file under both names.
    func moveByLink(_ name: String, to target: Folder, as newName: String) throws(Errno) {
        guard linkat(fd, name, target.fd, newName, 0) == 0 else { throw .current }
        try remove(name)
    }

    /// Size, kind and time of what is called `name`, a link itself rather than its target.
    func status(of name: String) throws(Errno) -> FileStatus {
        var status = stat()
        guard fstatat(fd, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { throw .current }
        return FileStatus(status)
    }

    /// What an unprivileged process may still write to its file system, in bytes.
    func freeBytes() throws(Errno) -> Int64 {
        var status = statvfs()
        guard fstatvfs(fd, &status) == 0 else { throw .current }
        return Int64(clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue)
    }

    /// Makes the folder's entries durable.
    func synchronize() throws(Errno) { try descriptor.synchronize() }

    private func openChild(_ name: String, _ flags: Int32) throws(Errno) -> FileDescriptor {
        while true {
            let opened = openat(fd, name, flags | O_NOFOLLOW | O_CLOEXEC, 0o600)
            if opened >= 0 { return FileDescriptor(owning: opened) }
            if errno != EINTR { throw .current }
        }
    }
}
