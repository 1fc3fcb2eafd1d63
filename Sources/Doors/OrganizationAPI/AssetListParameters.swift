internal import HTTPServer
internal import Library

/// Reads the parameters of a listing; unknown ones are errors (CONTRACT, Lists).
enum AssetListParameters {
    /// Pages beyond this one are refused: cursors reach any depth at the same cost.
    static let lastPage = 10_000

    static func parse(_ query: QueryParameters) throws(RequestError) -> AssetQuery {
        var result = AssetQuery()
        var problems: [FieldProblem] = []
        var isRecursive = false
        for item in query.items {
            switch item.name {
            case "q": result.search = search(item.value)
            case "kind": kind(item.value, &result, &problems)
            case "tag": tag(item.value, &result, &problems)
            case "folder": folder(item.value, &result, &problems)
            case "recursive": recursive(item.value, &isRecursive, &problems)
            case "path": path(item.value, &result, &problems)
            case "usage": usage(item.value, &result, &problems)
            case "checksum": checksum(item.value, &result, &problems)
            case "mediaType": mediaType(item.value, &result, &problems)
            case "status": status(item.value, &result, &problems)
            case "sort": sort(item.value, &result, &problems)
            case "limit": limit(item.value, &result, &problems)
            case "page", "cursor": break
            default:
                problems.append(.unknownParameter(item.name))
            }
        }
        result.folder?.isRecursive = isRecursive
        position(query, &result, &problems)
        if !problems.isEmpty { throw .invalidParameters(problems) }
        return result
    }

    static func search(_ text: String) -> String? {
        let text = text.trimmedWhitespace.folded
        return text.isEmpty ? nil : String(text.prefix(200))
    }

    private static func kind(_ text: String, _ query: inout AssetQuery, _ problems: inout [FieldProblem]) {
        if let kind = AssetKind(rawValue: text) {
            query.kinds.insert(kind)
        } else {
            problems.append(.unknownValue("kind", of: AssetKind.allCases.map(\.rawValue)))
        }
    }

    private static func status(_ text: String, _ query: inout AssetQuery, _ problems: inout [FieldProblem]) {
        if let shelf = AssetShelf(rawValue: text) {
            query.shelf = shelf
        } else {
            problems.append(.unknownValue("status", of: AssetShelf.allCases.map(\.rawValue)))
        }
    }

    private static func sort(_ text: String, _ query: inout AssetQuery, _ problems: inout [FieldProblem]) {
        if let sort = AssetSort(text) {
            query.sort = sort
        } else {
            problems.append(.unknownValue("sort", of: AssetSort.Field.allCases.flatMap { [$0.rawValue, "-\($0.rawValue)"] }))
        }
    }

    private static func limit(_ text: String, _ query: inout AssetQuery, _ problems: inout [FieldProblem]) {
        if let limit = Int(text), (1...AssetQuery.maximumLimit).contains(limit) {
            query.limit = limit
        } else {
            problems.append(
                FieldProblem(
                    field: "limit", code: "out_of_range", detail: "limit is a number from 1 to \(AssetQuery.maximumLimit)."))
        }
    }

    private static func position(_ query: QueryParameters, _ result: inout AssetQuery, _ problems: inout [FieldProblem]) {
        switch (query["cursor"], query["page"]) {
        case (nil, nil): break
        case (.some, .some):
            problems.append(FieldProblem(field: "cursor", code: "conflict", detail: "Give cursor or page, not both."))
        case (nil, let page?):
            if let number = Int(page), (1...lastPage).contains(number) {
                result.position = .page(number)
            } else {
                problems.append(
                    FieldProblem(
                        field: "page", code: "out_of_range",
                        detail: "page is a number from 1 to \(lastPage); use cursor to go further."))
            }
        case (let text?, nil):
            if let cursor = ListCursor(text), cursor.sort == result.sort || query["sort"] == nil {
                result.sort = cursor.sort
                result.position = .after(cursor)
            } else {
                problems.append(
                    FieldProblem(
                        field: "cursor", code: "invalid",
                        detail: "cursor is the nextCursor of a list in the same order, unchanged."))
            }
        }
    }
}
