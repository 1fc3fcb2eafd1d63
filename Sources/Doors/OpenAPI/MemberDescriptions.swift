internal import HTTPServer
internal import Library

/// `/organization/members`.
enum MemberDescriptions {
    static let group = DescriptionGroup(
        name: "Members", text: "Who is in the organization, and as what.", operations: operations, schemas: ["Member": schema])

    private static let id = ParameterDescription.id("a member", name: "userId")
    private static let member = JSONSchema.reference("Member")
    private static let role = BodyDescription.json(.object(["role": .choice(Role.self)]))

    private static let operations = [
        OperationDescription(
            .get, "/organization/members", "listMembers", "Lists the members",
            answers: [.json(.object(["items": .list(of: member)]), "All of them.")]),
        OperationDescription(
            .get, "/organization/members/{userId}", "showMember", "Shows a member", parameters: [id],
            answers: [.entity(member, "The member.")]),
        OperationDescription(
            .patch, "/organization/members/{userId}", "changeMember", "Gives a member another role", parameters: [id, .ifMatch],
            body: role,
            answers: [.entity(member, "The member.")], problems: [409]),
        OperationDescription(
            .put, "/organization/members/{userId}", "putMember", "Gives a member another role, as PATCH does",
            parameters: [id, .ifMatch],
            body: role, answers: [.entity(member, "The member.")], problems: [409]),
        OperationDescription(
            .delete, "/organization/members/{userId}", "removeMember", "Removes a member, or leaves",
            parameters: [id, .ifMatch], answers: [.done("They are no member any more.")], problems: [409]),
    ]

    private static let schema = JSONSchema.object([
        "userId": .id, "email": .text(), "role": .choice(Role.self), "createdAt": .moment.described("When they joined."),
    ])
}
