package import Glibc

/// An open file descriptor, closed when the last reference goes.
package final class FileDescriptor: Sendable {
    package let rawValue: Int32

    /// Takes ownership of `rawValue`.
    package init(owning rawValue: Int32) { self.rawValue = rawValue }

    deinit { _ = Glibc.close(rawValue) }

    /// Opens `path`; `flags` as open(2), `O_CLOEXEC` is added.
    package static func open(_ path: String, _ flags: Int32, mode: mode_t = 0o600) throws(Errno) -> FileDescriptor {
        while true {
            let fd = Glibc.open(path, flags | O_CLOEXEC, mode)
            if fd >= 0 { return FileDescriptor(owning: fd) }
            if errno != EINTR { throw Errno.current }
        }
    }

    /// Size in bytes, and whether this is a regular file.
    package func status() throws(Errno) -> FileStatus {
        var status = stat()
        guard fstat(rawValue, &status) == 0 else { throw Errno.current }
        return FileStatus(status)
    }

    /// Writes all of `bytes` at the current position.
    package func write(_ bytes: UnsafeRawBufferPointer) throws(Errno) {
        var offset = 0
        while offset < bytes.count {
            let count = Glibc.write(rawValue, bytes.baseAddress! + offset, bytes.count - offset)
            if count > 0 {
                offset += count
            } else if count == 0 || errno != EINTR {
                throw count == 0 ? Errno(rawValue: EIO) : Errno.current
            }
        }
    }

    /// Reads up to `buffer.count` bytes at `offset`; 0 at the end of the file.
    package func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(Errno) -> Int {
        while true {
            let count = pread(rawValue, buffer.baseAddress, buffer.count, off_t(offset))
            if count >= 0 { return count }
            if errno != EINTR { throw Errno.current }
        }
    }

    /// fsync(2). A failure is final: the kernel may have dropped the dirty pages, so a retry proves nothing.
    package func synchronize() throws(Errno) {
        guard fsync(rawValue) == 0 else { throw Errno.current }
    }
}

/// What fstat(2) says of a file.
package struct FileStatus: Sendable {
    package let byteSize: Int64
    package let isRegularFile: Bool
    package let isDirectory: Bool
    /// Last modification, in seconds since 1970.
    package let modifiedAt: Int64

    package init(_ status: stat) {
        byteSize = Int64(status.st_size)
        isRegularFile = status.st_mode & S_IFMT == S_IFREG
        isDirectory = status.st_mode & S_IFMT == S_IFDIR
        modifiedAt = Int64(status.st_mtim.tv_sec)
    }
}
