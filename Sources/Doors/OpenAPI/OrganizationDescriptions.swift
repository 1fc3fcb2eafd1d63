internal import HTTPServer
internal import Library

/// `/organization` itself.
enum OrganizationDescriptions {
    static let group = DescriptionGroup(
        name: "Organization", text: "The organization the caller is in: its settings, limits, rules and logo.",
        operations: operations, schemas: ["Organization": schema, "Limits": limits])

    private static let organization = JSONSchema.reference("Organization")

    private static let operations = [
        OperationDescription(
            .get, "/organization", "showOrganization", "Shows the organization", answers: [.entity(organization, "It.")]),
        OperationDescription(
            .patch, "/organization", "changeOrganization", "Changes the settings given", parameters: [.ifMatch],
            body: .json(OrganizationEditDescription.schema), answers: [.entity(organization, "It, as it is now.")]),
        OperationDescription(
            .put, "/organization", "putOrganization", "Changes the settings given, as PATCH does", parameters: [.ifMatch],
            body: .json(OrganizationEditDescription.schema), answers: [.entity(organization, "It, as it is now.")]),
        OperationDescription(
            .delete, "/organization", "deleteOrganization", "Deletes the organization; its files stay where they are linked",
            detail: "By session alone, and by owners.", parameters: [.ifMatch],
            body: .json(.object(["slug": .text(format: "own-slug").described("Its slug, to confirm.")])),
            answers: [.done("It is gone.")]),
        OperationDescription(
            .put, "/organization/logo", "setLogo", "Sets its logo", parameters: [.ifMatch],
            body: .form(.object(["file": .bytes]), fileTypes: ["image/png", "image/jpeg", "image/webp", "image/gif"]),
            answers: [.entity(organization, "It, with its new logo.")], problems: [507]),
        OperationDescription(
            .delete, "/organization/logo", "removeLogo", "Takes its logo away", parameters: [.ifMatch],
            answers: [.done("It has none.")]),
    ]

    static let limits = JSONSchema.object(["maxFileBytes": .count, "maxStorageBytes": .count])

    private static let schema = JSONSchema.object([
        "id": .id,
        "slug": .text(pattern: TextPattern.slug),
        "name": .text(),
        "plan": .choice(Plan.self),
        "profile": .choice(Profile.self),
        "logoUrl": .address.orNull,
        "limits": JSONSchema.reference("Limits").described("What is in force."),
        "limitOverrides": JSONSchema.object(["maxFileBytes": .count.orNull, "maxStorageBytes": .count.orNull])
            .described("What was set in place of the plan's; null follows it."),
        "policy": JSONSchema.object(rules).described("The rules in force."),
        "policyOverrides": JSONSchema.object([:], optional: rules).described(
            "Those an owner has set otherwise than the profile."),
        "allowedOrigins": JSONSchema.list(of: .text()).described("Sites whose pages may use the API with a token."),
        "usedBytes": .count,
        "reservedBytes": .count,
    ])

    private static let rules = Dictionary(uniqueKeysWithValues: PolicyKey.allCases.map { ($0.rawValue, rule($0)) })

    private static func rule(_ key: PolicyKey) -> JSONSchema {
        if let choices = key.choices { return .choice(choices) }
        return .any(of: [.text(), .integer(from: 1)])
    }
}
