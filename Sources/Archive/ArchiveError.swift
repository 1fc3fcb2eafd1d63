internal import CArchive

/// Why an archive cannot be written or read; the texts are libarchive's, for whoever runs the server.
package enum ArchiveError: Error, Equatable, Sendable {
    /// The file is no ZIP archive, or is damaged.
    case damaged(reason: String)
    /// There are more entries than ``ArchiveReader/maximumEntries``, or a name is longer than ``ArchiveReader/maximumNameBytes``.
    case tooLarge(reason: String)
    /// An entry has another number of bytes than was announced.
    case wrongSize
    /// libarchive has no memory, or was used out of order.
    case failed(reason: String)
}

extension ArchiveError {
    /// Throws what `status`, a libarchive return code, stands for; nothing where the call did what it should.
    ///
    /// A warning counts as done: it is about an entry's owner, time or name in another character set, which nobody asks here.
    static func check(_ status: Int32, _ handle: OpaquePointer, isReading: Bool) throws(ArchiveError) {
        if status == ARCHIVE_OK || status == ARCHIVE_WARN { return }
        let reason = archive_error_string(handle).map { String(cString: $0) } ?? "status \(status)"
        throw isReading ? .damaged(reason: reason) : .failed(reason: reason)
    }
}

extension ArchiveError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .damaged(let reason): "it is no ZIP archive, or is damaged (\(reason))"
        case .tooLarge(let reason): reason
        case .wrongSize: "an entry has another number of bytes than was announced"
        case .failed(let reason): "libarchive: \(reason)"
        }
    }
}
