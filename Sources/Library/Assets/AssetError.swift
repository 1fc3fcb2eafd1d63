/// Why something about an asset was refused.
package enum AssetError: Failure {
    /// Missing, or of another organization: the same answer (M2).
    case notFound
    case fileTooLarge(limit: Int64)
    case quotaExceeded(limit: Int64)
    case typeRefused(mimeType: String, accepted: String)
    case emptyFile
    /// The form has no file in the part of this name.
    case missingFile(part: String = "file")
    case invalidFields([FieldProblem])
    /// `If-Match` named another state of the record.
    case changedMeanwhile
    /// Another file is on its way to take the same asset's place.
    case replaceInProgress
    /// The row waits in Trash; `cause` is for the log.
    case bytesNotRemoved(cause: String)
    /// Only what is in Trash is purged.
    case notInTrash
    /// Another asset of the organization holds the logical path, maybe from Trash (M32, M46).
    case logicalPathTaken(String)
    /// The name an editor's file came with, and all its numbers up to `-100`, are taken (M17).
    case noFreePath(String)
    /// The organization holds these bytes already, in this asset, and the client asked for no copy (M21).
    case duplicate(of: AssetID)
    /// The asset is a link: it has no bytes here (M9).
    case noFile
    /// The organization holds a link to this address already, in this asset, and the client asked for no second one.
    case duplicateLink(of: AssetID)
    /// The organization's rules take no assets that are links (M9).
    case externalRefused
    /// A signed address was right, and its time is over.
    case addressExpired
    /// Its bytes are being removed: there is no way back.
    case alreadyDeleting
    /// Content uses it, and the organization's rules do not let that break by itself (M38).
    case inUse(AssetUses)

    package var code: String {
        switch self {
        case .notFound: "asset_not_found"
        case .fileTooLarge: "file_too_large"
        case .quotaExceeded: "quota_exceeded"
        case .typeRefused: "type_refused"
        case .emptyFile: "empty_file"
        case .missingFile: "missing_file"
        case .invalidFields: "invalid_fields"
        case .changedMeanwhile: "changed_meanwhile"
        case .replaceInProgress: "replace_in_progress"
        case .bytesNotRemoved: "bytes_not_removed"
        case .notInTrash: "not_in_trash"
        case .logicalPathTaken: "logical_path_taken"
        case .noFreePath: "no_free_path"
        case .duplicate, .duplicateLink: "duplicate_asset"
        case .externalRefused: "external_refused"
        case .noFile: "no_file"
        case .addressExpired: "address_expired"
        case .alreadyDeleting: "already_deleting"
        case .inUse: AssetUses.code
        }
    }

    package var sentence: String {
        switch self {
        case .notFound: "There is no such asset in this organization."
        case .fileTooLarge(let limit): "The file is larger than this organization's limit of \(byteCount(limit)) a file."
        case .quotaExceeded(let limit): "The organization's storage of \(byteCount(limit)) has no room for this file."
        case .typeRefused(let mimeType, let accepted): "The file's content is \(mimeType). Accepted here: \(accepted)."
        case .emptyFile: "The file is empty."
        case .missingFile(let part): "The form has no part named “\(part)”."
        case .invalidFields(let problems): problems.map(\.detail).joined(separator: " ")
        case .changedMeanwhile: "Somebody else changed this asset meanwhile. Load it again and repeat the change."
        case .replaceInProgress:
            "Another file is taking the place of this asset's right now. Wait until it is done, look at it, and try again."
        case .bytesNotRemoved:
            "The asset was taken out of the library, but its file could not be removed yet. Removing it is retried by itself."
        case .notInTrash: "Only assets in Trash can be deleted for good. Delete this one first."
        case .logicalPathTaken(let path):
            "Another asset of this organization has the logical path “\(path)”, or one that differs by case alone. Choose another."
        case .noFreePath(let name):
            "“\(name)” is taken as a logical path, and so are its numbers from -2 to -100. Give the file another name."
        case .duplicate(let id): "This organization has a file with the same content already: asset \(id)."
        case .noFile: "This asset is a link to another place: the library holds no file of it."
        case .duplicateLink(let id): "This organization has a link to the same address already: asset \(id)."
        case .externalRefused: "This organization's rules accept files alone, no links to other places (acceptsExternalAssets)."
        case .addressExpired: "This address worked for a while and has ended. Ask for a new one."
        case .alreadyDeleting: "This asset is being deleted for good and cannot be restored."
        case .inUse(let uses): uses.sentence
        }
    }

    package var cause: String? {
        if case .bytesNotRemoved(let cause) = self { return cause }
        return nil
    }

    package var fields: [FieldProblem] {
        switch self {
        case .invalidFields(let problems): problems
        case .logicalPathTaken: [FieldProblem(field: "logicalPath", code: code, detail: sentence)]
        case .typeRefused, .fileTooLarge, .emptyFile, .missingFile, .duplicate:
            [FieldProblem(field: "file", code: code, detail: sentence)]
        case .duplicateLink, .externalRefused: [FieldProblem(field: "sourceUrl", code: code, detail: sentence)]
        default: []
        }
    }
}

/// A limit as people say it: `25 MB`, `1 GB`, `512 bytes`; 1 MB is 1,048,576 bytes (M14).
package func byteCount(_ bytes: Int64) -> String {
    let units: [(Int64, String)] = [(.gibibyte, "GB"), (.mebibyte, "MB"), (1024, "KB")]
    for (size, name) in units where bytes >= size {
        let tenths = (bytes * 10 + size / 2) / size
        return tenths % 10 == 0 ? "\(tenths / 10) \(name)" : "\(tenths / 10).\(tenths % 10) \(name)"
    }
    return "\(bytes) bytes"
}
