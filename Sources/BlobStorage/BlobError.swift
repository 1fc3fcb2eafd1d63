package import Platform

/// Why a store could not do what it was asked.
package enum BlobError: Error, Sendable, Equatable {
    /// No blob has this key.
    case notFound
    /// A blob has this key; it was left as it is.
    case alreadyExists
    /// The store is full, or its quota is.
    case noSpace
    /// The text breaks the rules of `BlobKey`.
    case invalidKey(String)
    /// The staged blob is unfinished, failed, published or discarded before, or another store's: the caller's mistake, or a sweep's doing.
    case notStaged
    /// The bucket does not exist; its name.
    case bucketMissing(String)
    /// The store cannot be used at the moment; the text is for the log.
    case unavailable(String)
    /// A system call failed.
    case io(Errno)

    /// Whether the same call may succeed later with nothing changed by the caller.
    package var isRetryable: Bool {
        switch self {
        case .noSpace, .unavailable, .bucketMissing: true
        case .notFound, .alreadyExists, .invalidKey, .notStaged, .io: false
        }
    }
}

extension BlobError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notFound: "no blob has this key"
        case .alreadyExists: "a blob with this key exists"
        case .noSpace: "the blob store is full"
        case .invalidKey(let text): "not a blob key: \(text.debugDescription)"
        case .notStaged: "the staged blob is not ready to be published"
        case .bucketMissing(let name): "the bucket “\(name)” does not exist"
        case .unavailable(let reason): "the blob store is unavailable: \(reason)"
        case .io(let errno): "the blob store failed: \(errno)"
        }
    }
}
