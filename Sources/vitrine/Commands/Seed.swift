internal import Dashboard
internal import Library
internal import Operations

extension Command {
    static let seed = Command(
        "seed", "Uploads the default site variables (logo, social image) and repairs old defaults; chosen values stay.",
        options: [Option("json", nil, "print JSON")]
    ) { arguments in
        let seeded = try await Composition.use { try await $0.seedSiteVariables(try SiteVariableDefaults.all()) }
        if arguments.has("json") { return try Output.json(SeedLine(seeded)) }
        for outcome in seeded {
            Output.line("\(outcome.variable.rawValue)\t\(outcome.verdict.rawValue)\t\(outcome.value)")
        }
    }
}

/// The assets this build brings for site variables.
private enum SiteVariableDefaults {
    static func all() throws -> [SiteVariableDefault] {
        try SiteVariable.allCases.map { variable in
            let (mimeType, fileExtension) = kind(of: variable)
            return SiteVariableDefault(
                variable, mimeType: mimeType, fileExtension: fileExtension,
                bytes: try DashboardResources.contents(of: "site/\(variable.assetName).\(fileExtension)"))
        }
    }

    /// A logo scales; what shows shared links takes no SVG.
    private static func kind(of variable: SiteVariable) -> (mimeType: String, fileExtension: String) {
        switch variable {
        case .logo: ("image/svg+xml", "svg")
        case .socialImage: ("image/png", "png")
        }
    }
}

private struct SeedLine: Encodable {
    struct Variable: Encodable {
        let name: String
        let action: String
        let value: String
    }

    let entry = SiteVariable.entry
    let variables: [Variable]

    init(_ seeded: [SeededSiteVariable]) {
        variables = seeded.map { Variable(name: $0.variable.rawValue, action: $0.verdict.rawValue, value: $0.value) }
    }
}
