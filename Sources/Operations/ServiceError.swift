internal import Library

/// Why the server could not do what was asked although the request was in order.
package enum ServiceError: Failure {
    /// The disk or bucket is full.
    case storageFull
    /// Files cannot be written or read at the moment.
    case storageUnavailable(cause: String = "")
    /// The database cannot be used at the moment.
    case databaseUnavailable(cause: String = "")
    /// The upload or job took so long that its place was given up; nothing of it was kept.
    case interrupted
    /// The change may or may not have been kept; the next sweep decides.
    case outcomeUnknown
    /// A row says there is a file and there is none.
    case fileMissing(cause: String = "")

    package var code: String {
        switch self {
        case .storageFull: "storage_full"
        case .storageUnavailable: "storage_unavailable"
        case .databaseUnavailable: "database_unavailable"
        case .interrupted: "interrupted"
        case .outcomeUnknown: "outcome_unknown"
        case .fileMissing: "file_missing"
        }
    }

    package var cause: String? {
        switch self {
        case .storageUnavailable(let cause), .databaseUnavailable(let cause), .fileMissing(let cause): cause
        default: nil
        }
    }

    /// Two are equal when they mean the same to a client.
    package static func == (left: ServiceError, right: ServiceError) -> Bool { left.code == right.code }

    package var sentence: String {
        switch self {
        case .storageFull: "The server's storage is full. Nothing was kept; try again when space was made."
        case .storageUnavailable: "The server's file storage does not answer right now. Nothing was kept; try again shortly."
        case .databaseUnavailable: "The server's database does not answer right now. Nothing was changed; try again shortly."
        case .interrupted: "The upload was given up, as it made no progress for too long. Nothing was kept; send it again."
        case .outcomeUnknown: "The server could not confirm the change. Look whether it was made before you repeat it."
        case .fileMissing: "The file of this asset is missing from storage."
        }
    }
}
