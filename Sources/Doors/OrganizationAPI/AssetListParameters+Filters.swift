internal import Cryptography
internal import HTTPServer
internal import Library

/// The filters of a listing beside search and kind.
extension AssetListParameters {
    static func tag(_ text: String, _ query: inout AssetQuery, _ problems: inout [FieldProblem]) {
        if let tag = Tag.normalized(text, &problems) {
            query.tags.insert(tag)
        } else {
            problems.append(FieldProblem(field: "tag", code: "blank", detail: "tag must not be empty."))
        }
    }

    static func folder(_ text: String, _ query: inout AssetQuery, _ problems: inout [FieldProblem]) {
        if text == "root" {
            query.folder = FolderFilter(folder: nil)
        } else if let id = FolderID(text) {
            query.folder = FolderFilter(folder: id)
        } else {
            problems.append(FieldProblem(field: "folder", code: "invalid", detail: "folder is the id of a folder, or root."))
        }
    }

    static func recursive(_ text: String, _ isRecursive: inout Bool, _ problems: inout [FieldProblem]) {
        switch text {
        case "true": isRecursive = true
        case "false": isRecursive = false
        default: problems.append(.unknownValue("recursive", of: ["true", "false"]))
        }
    }

    /// A beginning of logical paths, which may end in the middle of a name or with a slash.
    static func path(_ text: String, _ query: inout AssetQuery, _ problems: inout [FieldProblem]) {
        func refuse(_ code: String, _ detail: String) {
            problems.append(FieldProblem(field: "path", code: code, detail: detail))
        }
        if text.isEmpty { refuse("blank", "path must not be empty.") }
        if text.unicodeScalars.contains(where: \.isControlOrBidirectional) {
            refuse("control_character", "path must not contain control characters or marks that change the direction of text.")
        }
        if text.count > LogicalPath.maximumCharacters || text.utf8.count > LogicalPath.maximumCharacters * 8 {
            refuse("too_long", "path may have at most \(LogicalPath.maximumCharacters) characters.")
        }
        query.pathPrefix = text.folded
    }

    static func usage(_ text: String, _ query: inout AssetQuery, _ problems: inout [FieldProblem]) {
        if let usage = UsageFilter(rawValue: text) {
            query.usage = usage
        } else {
            problems.append(.unknownValue("usage", of: UsageFilter.allCases.map(\.rawValue)))
        }
    }

    static func checksum(_ text: String, _ query: inout AssetQuery, _ problems: inout [FieldProblem]) {
        if let bytes = Hex.decode(text), bytes.count == 32 {
            query.checksum = bytes
        } else {
            problems.append(
                FieldProblem(field: "checksum", code: "invalid", detail: "checksum is a SHA-256 of 64 hexadecimal digits."))
        }
    }

    static func mediaType(_ text: String, _ query: inout AssetQuery, _ problems: inout [FieldProblem]) {
        if let role = MediaTypeRole(rawValue: text) {
            query.mediaTypes = [role]
        } else {
            problems.append(.unknownValue("mediaType", of: MediaTypeRole.allCases.map(\.rawValue)))
        }
    }
}
