internal import Library
internal import Operations

/// The text fields of an upload's form, in their order; `tag` may be there several times, and hold several with commas between.
struct UploadFields {
    private var fields: [(name: String, value: String)] = []
    /// What a door calls fields that have another name here.
    private let names: [String: String]
    /// Fields that say nothing about the asset.
    private let ignored: Set<String>

    init(names: [String: String] = [:], ignoring ignored: Set<String> = []) {
        self.names = names
        self.ignored = ignored
    }

    mutating func add(_ name: String, _ value: String) {
        if !ignored.contains(name) { fields.append((names[name] ?? name, value)) }
    }

    /// The first value of a field.
    subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    /// `details` with everything the fields say; throws everything that is wrong with any of them together. What is no folder's id
    /// answers as the id of a missing one: ``FolderError`` `notFound`.
    func applied(to details: UploadDetails) throws -> UploadDetails {
        var details = details
        var problems: [FieldProblem] = []
        var seen: Set<String> = []
        for (name, value) in fields {
            if !seen.insert(name).inserted, name != "tag" {
                problems.append(FieldProblem(field: name, code: "repeated", detail: "The field “\(name)” is there twice."))
            } else {
                Self.take(name, value, &details, &problems)
            }
        }
        _ = details.edit.normalized(tagField: "tag", &problems)
        if !problems.isEmpty { throw AssetError.invalidFields(problems) }
        let isFolderGiven = fields.contains { $0.name == "folderId" && !$0.value.isEmpty }
        if isFolderGiven, details.folderID == nil { throw FolderError.notFound(field: "folderId") }
        return details
    }

    private static func take(
        _ name: String, _ value: String, _ details: inout UploadDetails, _ problems: inout [FieldProblem]
    ) {
        switch name {
        case "title": details.title = value
        case "description": details.description = value
        case "altText": details.altText = value
        case "label": details.label = value
        case "logicalPath": details.logicalPath = value
        case "folderId": details.folderID = FolderID(value)
        case "tag": details.tags += value.split(separator: ",").map(String.init)
        case "mediaType": details.mediaType = choice(name, value, &problems)
        case "visibility": details.visibility = choice(name, value, &problems)
        default:
            problems.append(FieldProblem(field: name, code: "unknown_field", detail: "An upload has no field “\(name)”."))
        }
    }

    /// An empty field is what a form sends where nothing was chosen.
    private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ field: String, _ value: String, _ problems: inout [FieldProblem]
    ) -> Choice? {
        if value.isEmpty { return nil }
        if let choice = Choice(rawValue: value) { return choice }
        problems.append(.unknownValue(field, of: Choice.allCases.map(\.rawValue)))
        return nil
    }
}
