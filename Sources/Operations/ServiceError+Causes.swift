internal import BlobStorage
internal import Database
internal import Library

extension ServiceError {
    /// What a failed store or database means to the caller; errors that are neither pass through.
    package static func explaining(_ error: any Error) -> any Error {
        switch error {
        case let error as BlobError: explaining(error)
        case let error as DatabaseError: explaining(error)
        default: error
        }
    }

    private static func explaining(_ error: BlobError) -> any Error {
        switch error {
        case .noSpace: ServiceError.storageFull
        case .notFound: ServiceError.fileMissing(cause: "\(error)")
        case .unavailable, .bucketMissing, .io: ServiceError.storageUnavailable(cause: "\(error)")
        case .notStaged: ServiceError.interrupted
        case .alreadyExists, .invalidKey: error
        }
    }

    private static func explaining(_ error: DatabaseError) -> any Error {
        switch error {
        case .full: ServiceError.storageFull
        case .busy, .io, .unavailable, .corrupt: ServiceError.databaseUnavailable(cause: "\(error)")
        case .commitUnknown: ServiceError.outcomeUnknown
        default: error
        }
    }
}
