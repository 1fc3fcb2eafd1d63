internal import Library
internal import Operations

extension Command {
    static let auditList = Command(
        "audit list", "Lists who did what in an organization, newest first.",
        options: [
            Option("organization", "SLUG", "whose audit log"),
            Option("action", "PREFIX", "only actions that begin so, such as asset."),
            Option("limit", "NUMBER", "at most so many entries (default 100)"), Option("json", nil, "print JSON"),
        ]
    ) { arguments in
        let slug = try arguments.required("organization")
        guard let limit = Int(arguments["limit"] ?? "100"), limit > 0 else {
            throw UsageError(reason: "--limit is a number from 1")
        }
        let records = try await Composition.use { library in
            try await entries(library, try await library.commandLineCaller(in: slug), action: arguments["action"], limit: limit)
        }
        if arguments.has("json") { return try Output.json(records.map(AuditLine.init)) }
        for record in records { Output.line(AuditLine(record).text) }
    }

    private static func entries(
        _ library: MediaLibrary, _ caller: Caller, action: String?, limit: Int
    ) async throws -> [AuditRecord] {
        var records: [AuditRecord] = []
        var query = AuditQuery(action: action, limit: 100)
        repeat {
            query.limit = min(100, limit - records.count)
            let page = try await library.auditLog(query, by: caller)
            records += page.records
            query.before = page.next
        } while query.before != nil && records.count < limit
        return records
    }
}

private struct AuditLine: Encodable {
    struct Change: Encodable {
        let field: String
        let before: String?
        let after: String?
    }

    let id: String
    let at: String
    let action: String
    let subjectId: String
    let subjectName: String
    let userEmail: String?
    let tokenName: String?
    let door: String
    let changes: [Change]

    init(_ record: AuditRecord) {
        id = "\(record.number)"
        at = record.at.description
        action = record.action
        subjectId = record.subjectID.description
        subjectName = record.subjectName
        userEmail = record.userEmail
        tokenName = record.tokenName
        door = record.door.rawValue
        changes = record.changes.map { Change(field: $0.field, before: $0.before, after: $0.after) }
    }

    var text: String {
        let who = userEmail ?? "–"
        let what = changes.map { "\($0.field): \($0.before ?? "–") → \($0.after ?? "–")" }.joined(separator: "; ")
        return "\(at)\t\(who)\t\(door)\t\(action)\t\(subjectName)" + (what.isEmpty ? "" : "\t\(what)")
    }
}
