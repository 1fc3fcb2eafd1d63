/// Why something about a folder was refused.
package enum FolderError: Failure {
    /// Missing, or of another organization: the same answer (M2). `field` names the field that named it, if one did.
    case notFound(field: String? = nil)
    case nameTaken(String)
    /// A folder cannot lie in itself or below itself.
    case cycle
    case notEmpty(folders: Int, assets: Int)
    case tooDeep
    case tooMany
    case invalidFields([FieldProblem])
    /// `If-Match` named another state of the folder.
    case changedMeanwhile
    /// Content uses assets that lie below the folder, and the rules do not let that break by itself (M38).
    case contentsInUse(UsedContents)

    package var code: String {
        switch self {
        case .notFound: "folder_not_found"
        case .nameTaken: "folder_name_taken"
        case .cycle: "folder_cycle"
        case .notEmpty: "folder_not_empty"
        case .tooDeep: "folders_too_deep"
        case .tooMany: "too_many_folders"
        case .invalidFields: "invalid_fields"
        case .changedMeanwhile: "changed_meanwhile"
        case .contentsInUse: AssetUses.code
        }
    }

    package var sentence: String {
        switch self {
        case .notFound: "There is no such folder in this organization."
        case .nameTaken(let name): "There is a folder named “\(name)” in the same place already. Choose another name."
        case .cycle: "A folder cannot be moved into itself or into a folder below it."
        case .notEmpty(let folders, let assets):
            "The folder is not empty: folders in it: \(folders), assets in it: \(assets). Say what becomes of them with “contents”: “\(FolderContents.moveUp.rawValue)” or “\(FolderContents.delete.rawValue)”."
        case .tooDeep: "Folders nest at most \(Folder.maximumDepth) deep."
        case .tooMany: "An organization may have at most \(Folder.maximumCount) folders."
        case .invalidFields(let problems): problems.map(\.detail).joined(separator: " ")
        case .changedMeanwhile: "Somebody else changed this folder meanwhile. Load it again and repeat the change."
        case .contentsInUse(let contents): contents.sentence
        }
    }

    package var fields: [FieldProblem] {
        switch self {
        case .invalidFields(let problems): problems
        case .notFound(let field?): [FieldProblem(field: field, code: code, detail: sentence)]
        case .nameTaken: [FieldProblem(field: "name", code: code, detail: sentence)]
        case .cycle, .tooDeep: [FieldProblem(field: "parentId", code: code, detail: sentence)]
        default: []
        }
    }
}
