internal import HTTPServer
internal import Library

/// `/organization/audit`.
enum AuditDescriptions {
    static let group = DescriptionGroup(
        name: "Audit log", text: "Who did what, when, by which door.",
        operations: [
            OperationDescription(
                .get, "/organization/audit", "listAudit", "Lists the audit log",
                parameters: [
                    .query("subject", .idOrBlank, "What was done to this asset, member or other subject."),
                    .query("user", .idOrBlank, "What this user did."),
                    .query("action", .words, "What the action begins with, such as `asset.`."),
                ] + ParameterDescription.keyset,
                answers: [.json(.reference("AuditList"), "A page of it, newest first.")])
        ],
        schemas: ["AuditEntry": entry, "AuditList": .page(of: .reference("AuditEntry"))])

    private static let entry = JSONSchema.object([
        "id": .text(pattern: "^[0-9]+$"),
        "at": .moment,
        "action": .text(),
        "subjectId": .id,
        "subjectName": .text(),
        "userId": .id.orNull.described("Null for the system."),
        "userEmail": .text().orNull,
        "tokenName": .text().orNull,
        "door": .choice(Door.self),
        "changes": .list(of: .object(["field": .text(), "before": .text().orNull, "after": .text().orNull])),
    ])
}
