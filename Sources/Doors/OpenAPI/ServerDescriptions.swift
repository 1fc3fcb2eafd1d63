internal import HTTPServer
internal import Library

/// `/organizations`, `/users` and this description: what is no organization's own.
enum ServerDescriptions {
    static let group = DescriptionGroup(
        name: "Server", text: "What is no organization's own.", operations: operations, schemas: ["OrganizationSummary": summary])

    private static let request = JSONSchema.object(
        ["slug": .text(pattern: TextPattern.slug), "name": .text(maximum: 200, pattern: TextPattern.plain(isRequired: true))],
        optional: ["plan": JSONSchema.choice(Plan.self).orNull, "profile": JSONSchema.choice(Profile.self).orNull])

    private static let operations = [
        OperationDescription(
            .get, "/organizations", "listOrganizations", "Lists where the person may go",
            answers: [.json(.object(["items": .list(of: .reference("OrganizationSummary"))]), "All of them.")]),
        OperationDescription(
            .post, "/organizations", "createOrganization", "Makes an organization", detail: "A superadmin's.",
            body: .json(request),
            answers: [.json(.reference("OrganizationSummary"), status: 201, "The organization.")], problems: [409]),
        OperationDescription(
            .delete, "/users/{id}", "deleteUser", "Deletes an account", detail: "A superadmin's.", parameters: [.id("a user")],
            answers: [.done("It is gone.")], problems: [404, 409]),
        OperationDescription(
            .get, "/openapi.json", "showDescription", "This description", parameters: [.ifNoneMatch],
            answers: [
                .json(.map(to: .any), "An OpenAPI document.", headers: ["ETag": .text()]),
                .empty(304, "The one you have is still right.", headers: ["ETag": .text()]),
            ]),
    ]

    private static let summary = JSONSchema.object([
        "id": .id, "slug": .text(), "name": .text(), "role": JSONSchema.choice(Role.self).orNull, "plan": .choice(Plan.self),
    ])
}
