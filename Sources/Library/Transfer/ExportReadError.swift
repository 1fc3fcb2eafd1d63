/// Why what should be an export of a library cannot be imported at all; nothing was imported then.
package enum ExportReadError: Failure {
    /// There is no `manifest.json`.
    case noManifest
    /// What is wrong with it, and after how many bytes.
    case manifestDamaged(reason: String, offset: Int64)
    /// It is a manifest of something else, or of a later version.
    case unknownFormat
    /// The archive is none, or is damaged.
    case archiveDamaged(reason: String)

    package var code: String {
        switch self {
        case .noManifest: "no_manifest"
        case .manifestDamaged: "manifest_damaged"
        case .unknownFormat: "unknown_format"
        case .archiveDamaged: "archive_damaged"
        }
    }

    package var sentence: String {
        switch self {
        case .noManifest: "There is no manifest.json in it, so it is no export of a library."
        case .manifestDamaged(let reason, let offset): "Its manifest.json is damaged: \(reason), after \(offset) bytes."
        case .unknownFormat: "Its manifest.json is not one of an export that this version of Vitrine knows."
        case .archiveDamaged(let reason): "The archive cannot be read: \(reason)."
        }
    }
}
