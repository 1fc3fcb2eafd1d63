internal import CLinux
internal import Glibc

extension FileDescriptor {
    /// A new file (mode 0600) in `folder` that has no name and is gone when the last reference goes; open for reading and writing.
    package static func temporary(in folder: String) throws(Errno) -> FileDescriptor {
        do {
            return try open(folder, linux_unnamed_file_flag() | O_RDWR)
        } catch  where error.rawValue == EOPNOTSUPP || error.rawValue == EISDIR {
            return try namedForAMoment(in: folder)
        }
    }

    /// For file systems without `O_TMPFILE`.
    static func namedForAMoment(in folder: String) throws(Errno) -> FileDescriptor {
        var template = Array((folder + "/.unnamed-XXXXXX").utf8CString)
        let fd = mkstemp(&template)
        guard fd >= 0 else { throw .current }
        let file = FileDescriptor(owning: fd)
        guard fcntl(fd, F_SETFD, FD_CLOEXEC) == 0, unlink(template) == 0 else { throw .current }
        return file
    }
}
