internal import Library
internal import Operations

extension Command {
    private static let json = Option("json", nil, "print JSON")

    static let organizationCreate = Command(
        "organization create", "Creates an organization and prints its id.", positional: ["SLUG"],
        options: [
            Option("name", "NAME", "what people call it (default: the slug)"),
            Option("plan", "PLAN", "free, pro or business (default free)"),
            Option("profile", "PROFILE", "cms, records, site, learning or docs (default cms)"), json,
        ]
    ) { arguments in
        let plan = try arguments.choice("plan", of: Plan.self) ?? .free
        let profile = try arguments.choice("profile", of: Profile.self) ?? .cms
        let organization = try await Composition.use {
            try await $0.createOrganization(
                slug: arguments.positional[0], name: arguments["name"], plan: plan, profile: profile)
        }
        if arguments.has("json") {
            try Output.json(OrganizationLine(organization))
        } else {
            Output.line(organization.id.description)
        }
    }

    static let organizationList = Command("organization list", "Lists the organizations.", options: [json]) { arguments in
        let organizations = try await Composition.use { try await $0.allOrganizations() }
        if arguments.has("json") { return try Output.json(organizations.map(OrganizationLine.init)) }
        for organization in organizations {
            Output.line(
                "\(organization.slug)\t\(organization.plan.rawValue)\t\(organization.profile.rawValue)\t\(organization.name)")
        }
    }

    static let organizationShow = Command(
        "organization show", "Shows an organization's settings and storage.", positional: ["SLUG"], options: [json]
    ) { arguments in
        let organization = try await Composition.use { try await $0.organization(arguments.positional[0]) }
        try show(organization, arguments)
    }

    static let organizationSet = Command(
        "organization set",
        "Changes settings, all of them or none; an empty value gives the plan's or the profile's back.",
        positional: ["SLUG", "KEY=VALUE…"], options: [json], details: settingHelp
    ) { arguments in
        let settings = try arguments.settings
        let logo = settings.first { $0.key == "logo" }?.value
        // Settings are applied all or none, which a file in a store and a row cannot be together.
        guard logo == nil || settings.count == 1 else { throw UsageError(reason: "logo is set by itself") }
        let organization = try await Composition.use { library in
            let slug = arguments.positional[0]
            if let logo { return try await LogoSetting.apply(logo, to: slug, library) }
            return try await library.changeOrganization(slug, settings: settings)
        }
        try show(organization, arguments)
    }

    private static var settingHelp: [String] {
        let fields = OrganizationField.all.map { ($0.key, $0.accepts) } + [("logo", "the path of a picture, by itself")]
        let width = fields.map(\.0.count).max() ?? 0
        return ["Keys, and what they accept:"]
            + fields.map { "  \($0)\(String(repeating: " ", count: width - $0.count))  \($1)" }
    }

    static let organizationDelete = Command(
        "organization delete",
        "Deletes an organization for good. Its assets stay detached: their public addresses go on working.",
        positional: ["SLUG"], options: [Option("yes", nil, "do not ask")]
    ) { arguments in
        let slug = arguments.positional[0]
        try await Composition.use { library in
            let caller = try await library.commandLineCaller(in: slug)
            guard arguments.has("yes") || Confirmation.ask("Type \(slug) to delete this organization for good: ") == slug else {
                throw ReportedFailure(reason: "not confirmed; nothing was deleted")
            }
            try await library.deleteOrganization(confirmedBy: slug, by: caller)
        }
        Output.line("Deleted \(slug).")
    }

    private static func policyLine(_ key: PolicyKey, _ organization: Organization) -> String {
        let name = key.rawValue.padding(to: 17)
        return name + organization.policy.text(of: key) + (organization.policyOverrides[key] == nil ? "" : " (own)")
    }

    private static func show(_ organization: Organization, _ arguments: Arguments) throws {
        if arguments.has("json") { return try Output.json(OrganizationLine(organization)) }
        Output.line(
            """
            id               \(organization.id)
            slug             \(organization.slug)
            name             \(organization.name)
            plan             \(organization.plan.rawValue)
            profile          \(organization.profile.rawValue)
            \(PolicyKey.allCases.map { policyLine($0, organization) }.joined(separator: "\n"))
            maxFileBytes     \(organization.maxFileBytes) (\(byteCount(organization.maxFileBytes)))
            maxStorageBytes  \(organization.maxStorageBytes) (\(byteCount(organization.maxStorageBytes)))
            usedBytes        \(organization.usedBytes) (\(byteCount(organization.usedBytes)))
            reservedBytes    \(organization.reservedBytes)
            allowedOrigins   \(organization.text(of: .allowedOrigins) ?? "none")
            logo             \(organization.logo?.publicPath ?? "none")
            """)
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}

/// A question whose answer is typed.
private enum Confirmation {
    static func ask(_ question: String) -> String? {
        Output.progress(question)
        return readLine()
    }
}

extension Arguments {
    /// The positional arguments after the first, as `key=value`.
    var settings: [(key: String, value: String)] {
        get throws {
            try positional.dropFirst().map { text in
                guard let equals = text.firstIndex(of: "=") else {
                    throw UsageError(reason: "“\(text)” is not of the form key=value")
                }
                return (key: String(text[..<equals]), value: String(text[text.index(after: equals)...]))
            }
        }
    }
}

/// An organization for machines.
private struct OrganizationLine: Encodable {
    let id: String
    let slug: String
    let name: String
    let plan: String
    let profile: String
    let maxFileBytes: Int64
    let maxStorageBytes: Int64
    let usedBytes: Int64
    let reservedBytes: Int64
    let logoUrl: String?
    let policy: [String: String]
    let policyOverrides: [String: String]
    let allowedOrigins: [String]

    private enum Key: String, CodingKey {
        case id, slug, name, plan, profile, maxFileBytes, maxStorageBytes, usedBytes, reservedBytes, logoUrl, policy,
            policyOverrides, allowedOrigins
    }

    init(_ organization: Organization) {
        id = organization.id.description
        slug = organization.slug
        name = organization.name
        plan = organization.plan.rawValue
        profile = organization.profile.rawValue
        maxFileBytes = organization.maxFileBytes
        maxStorageBytes = organization.maxStorageBytes
        usedBytes = organization.usedBytes
        reservedBytes = organization.reservedBytes
        logoUrl = organization.logo?.publicPath
        allowedOrigins = organization.allowedOrigins
        let rules = organization.policy
        policy = Dictionary(uniqueKeysWithValues: PolicyKey.allCases.map { ($0.rawValue, rules.text(of: $0)) })
        policyOverrides = Dictionary(uniqueKeysWithValues: organization.policyOverrides.map { ($0.key.rawValue, $0.value) })
    }

    /// Absent values are written as null.
    func encode(to encoder: any Encoder) throws {
        var body = encoder.container(keyedBy: Key.self)
        try body.encode(id, forKey: .id)
        try body.encode(slug, forKey: .slug)
        try body.encode(name, forKey: .name)
        try body.encode(plan, forKey: .plan)
        try body.encode(profile, forKey: .profile)
        try body.encode(maxFileBytes, forKey: .maxFileBytes)
        try body.encode(maxStorageBytes, forKey: .maxStorageBytes)
        try body.encode(usedBytes, forKey: .usedBytes)
        try body.encode(reservedBytes, forKey: .reservedBytes)
        try body.encode(logoUrl, forKey: .logoUrl)
        try body.encode(policy, forKey: .policy)
        try body.encode(policyOverrides, forKey: .policyOverrides)
        try body.encode(allowedOrigins, forKey: .allowedOrigins)
    }
}
