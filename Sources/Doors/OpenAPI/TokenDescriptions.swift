internal import HTTPServer
internal import Library

/// `/organization/tokens`.
enum TokenDescriptions {
    static let group = DescriptionGroup(
        name: "Tokens", text: "API tokens of the organization.", operations: operations,
        schemas: ["Token": .object(fields), "TokenList": .page(of: .reference("Token"))])

    private static let request = JSONSchema.object(
        [
            "name": .text(.tokenName, isRequired: true),
            "scopes": JSONSchema.list(of: .choice(Scope.self), minimum: 1).described("Each includes those before it."),
        ],
        optional: [
            "expiresAt": JSONSchema.text(format: "expiry").orNull.described(
                "A moment from now on and within ten years, such as 2030-01-31T12:00:00Z; null for never.")
        ])

    private static let operations = [
        OperationDescription(
            .get, "/organization/tokens", "listTokens", "Lists the tokens", parameters: ParameterDescription.keyset,
            answers: [.json(.reference("TokenList"), "A page of them, newest first.")]),
        OperationDescription(
            .post, "/organization/tokens", "createToken", "Makes a token", body: .json(request),
            answers: [
                .made(
                    .object(fields.merging(["token": .text()]) { first, _ in first }),
                    "The token; its secret, in `token`, is told here alone.")
            ]),
        OperationDescription(
            .delete, "/organization/tokens/{id}", "revokeToken", "Revokes a token", parameters: [.id("a token")],
            answers: [.done("It opens nothing any more.")]),
    ]

    private static let fields: [String: JSONSchema] = [
        "id": .id,
        "name": .text(),
        "scopes": .list(of: .choice(Scope.self)),
        "expiresAt": .moment.orNull,
        "createdAt": .moment,
        "lastUsedAt": .moment.orNull.described("Known to five minutes."),
        "createdBy": .object(["id": .id, "email": .text()]),
    ]
}
