internal import Dashboard
internal import HTTPServer
internal import Library
internal import Operations

/// `/org/{slug}/settings/audit`: the audit log for people (M6).
enum AuditPageRoutes {
    static let all = [Route(.get, "/org/{slug}/settings/audit", .page(.administer, show), errors: .page)]

    @Sendable private static func show(_ exchange: Exchange, _ visit: PageVisit) async throws -> HTTPResponse {
        let query = try exchange.query()
        let page = try await exchange.library.auditLog(try AuditQuery(query, andIgnoring: ["notice"]), by: visit.caller)
        let model = AuditPageModel(
            sidebar: try await LibraryView(exchange, visit).sidebar(isSettings: true),
            entries: page.records.map(AuditPageModel.Entry.init),
            filter: .init(
                action: query["action"] ?? "", subject: query["subject"] ?? "", user: query["user"] ?? ""),
            next: page.next.map(AuditCursor.text))
        return .page(AuditPage.html(model), exchange)
    }
}

extension AuditPageModel.Entry {
    fileprivate init(_ record: AuditRecord) {
        self.init(
            at: record.at.seconds, action: record.action, subjectID: record.subjectID.description,
            subjectName: record.subjectName, userID: record.userID?.description, userEmail: record.userEmail,
            tokenName: record.tokenName, door: record.door.rawValue,
            changes: record.changes.map { .init(field: $0.field, before: $0.before, after: $0.after) })
    }
}
