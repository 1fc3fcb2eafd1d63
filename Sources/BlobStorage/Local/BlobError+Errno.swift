internal import Glibc
internal import Platform

extension BlobError {
    /// What a failed system call on a blob's path means to a store's caller.
    init(_ errno: Errno) {
        switch errno.rawValue {
        case ENOENT, ENOTDIR, EISDIR, ELOOP: self = .notFound  // what is there, a folder or a link say, is no blob
        case EEXIST: self = .alreadyExists
        case ENOSPC, EDQUOT: self = .noSpace
        case EROFS, EMFILE, ENFILE, ENOMEM, ESTALE: self = .unavailable(errno.description)
        default: self = .io(errno)
        }
    }
}
