internal import JSON
internal import Library

extension AssetEdit {
    /// The fields given in a PATCH; throws everything that is wrong with any of them together, be it of a wrong type, unknown or refused
    /// by a rule. What is no folder's id answers as the id of a missing one: ``FolderError`` `notFound`.
    init(json: [String: JSONValue]) throws {
        self.init()
        var problems: [FieldProblem] = []
        for (field, value) in json.sorted(by: { $0.key < $1.key }) { read(field, value, &problems) }
        _ = normalized(&problems)
        if !problems.isEmpty { throw AssetError.invalidFields(problems) }
        if case .string(let text) = json["folderId"], FolderID(text) == nil { throw FolderError.notFound(field: "folderId") }
    }

    private mutating func read(_ field: String, _ value: JSONValue, _ problems: inout [FieldProblem]) {
        switch field {
        case "displayName": displayName = Self.text(field, value, &problems).map { $0 ?? "" }
        case "title": title = Self.text(field, value, &problems)
        case "description": description = Self.text(field, value, &problems)
        case "altText": altText = Self.text(field, value, &problems)
        case "label": label = Self.text(field, value, &problems)
        case "logicalPath": logicalPath = Self.text(field, value, &problems)
        case "folderId": folderID = Self.text(field, value, &problems).map { $0.flatMap { FolderID($0) } }
        case "tags": tags = Self.texts(field, value, &problems)
        case "visibility": visibility = Self.choice(field, value, &problems)
        case "mediaType": mediaType = value == .null ? .some(nil) : .some(Self.choice(field, value, &problems))
        default:
            problems.append(
                FieldProblem(field: field, code: "unknown_field", detail: "An asset has no writable field “\(field)”."))
        }
    }

    private static func text(_ field: String, _ value: JSONValue, _ problems: inout [FieldProblem]) -> String?? {
        switch value {
        case .null: return .some(nil)
        case .string(let text): return .some(text)
        default:
            problems.append(FieldProblem(field: field, code: "wrong_type", detail: "\(field) is a text or null."))
            return nil
        }
    }

    private static func texts(_ field: String, _ value: JSONValue, _ problems: inout [FieldProblem]) -> [String]? {
        if case .array(let values) = value {
            let texts = values.compactMap { if case .string(let text) = $0 { text } else { String?.none } }
            if texts.count == values.count { return texts }
        }
        problems.append(FieldProblem(field: field, code: "wrong_type", detail: "\(field) is a list of texts."))
        return nil
    }

    private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ field: String, _ value: JSONValue, _ problems: inout [FieldProblem]
    ) -> Choice? {
        if case .string(let name) = value, let choice = Choice(rawValue: name) { return choice }
        problems.append(.unknownValue(field, of: Choice.allCases.map(\.rawValue)))
        return nil
    }
}
