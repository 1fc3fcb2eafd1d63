internal import HTTPServer
internal import Library
internal import Operations

/// `/session`.
enum SessionDescriptions {
    static let group = DescriptionGroup(
        name: "Session", text: "Who is signed in, in a browser.", operations: operations,
        schemas: ["Session": session, "Place": place])

    private static let operations = [
        OperationDescription(
            .get, "/session", "showSession", "Tells who is signed in, and what they may do here",
            answers: [.json(.reference("Session"), "The session.")], problems: [404]),
        OperationDescription(
            .put, "/session/password", "changePassword", "Changes the password, and ends every other session",
            body: .json(
                .object([
                    "currentPassword": .text(format: "own-password"),
                    "newPassword": .text(minimum: MediaLibrary.minimumPasswordLength, maximum: MediaLibrary.maximumPasswordBytes),
                ])),
            answers: [.done("It is changed.")], problems: [429]),
        OperationDescription(.delete, "/session", "signOut", "Signs out", answers: [.done("The session has ended.")]),
        OperationDescription(
            .delete, "/sessions", "signOutEverywhere", "Signs out everywhere", answers: [.done("Every session has ended.")]),
    ]

    private static let session = JSONSchema.object([
        "user": .object(["id": .id, "email": .text(), "isSuperadmin": .flag]),
        "organizations": .list(of: .reference("Place")),
        "activeOrganization": JSONSchema.reference("Place").orNull,
        "capabilities": .list(of: .choice(Capability.self)),
        "limits": JSONSchema.reference("Limits").orNull,
        "policy": .map(to: .text()).orNull,
        "csrfToken": .text(),
    ])

    private static let place = JSONSchema.object([
        "id": .id, "slug": .text(), "name": .text(), "logoUrl": .address.orNull,
        "role": JSONSchema.choice(Role.self).orNull.described("Null for a superadmin who has none there."),
    ])
}
