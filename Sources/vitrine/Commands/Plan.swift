internal import Library
internal import Operations

extension Command {
    private static let json = Option("json", nil, "print JSON")

    static let planList = Command("plan list", "Lists the plans and what they allow on this server.", options: [json]) {
        arguments in
        let plans = try await Composition.use { try await $0.plans() }
        if arguments.has("json") { return try Output.json(plans.map(PlanLine.init)) }
        for plan in plans { Output.line(PlanLine(plan).text) }
    }

    static let planSet = Command(
        "plan set", "Sets what a plan allows, for its organizations without limits of their own.",
        positional: ["PLAN", "KEY=VALUE…"], options: [json],
        details: ["Keys: maxFileBytes, maxStorageBytes; a size such as 25 MB, or nothing for what the plan came with."]
    ) { arguments in
        guard let plan = Plan(rawValue: arguments.positional[0]) else {
            let plans = Plan.allCases.map(\.rawValue).joined(separator: ", ")
            throw UsageError(reason: "PLAN is one of \(plans), not “\(arguments.positional[0])”")
        }
        let settings = try arguments.settings
        let changed = try await Composition.use {
            try await $0.changePlan(plan, settings: settings, by: ServerCaller(user: nil, door: .commandLine))
        }
        if arguments.has("json") { return try Output.json(PlanLine(changed)) }
        Output.line(PlanLine(changed).text)
    }
}

private struct PlanLine: Encodable {
    let plan: String
    let maxFileBytes: Int64
    let maxStorageBytes: Int64
    /// Whether this server has set one of them.
    let isOverridden: Bool

    init(_ limits: PlanLimits) {
        plan = limits.plan.rawValue
        maxFileBytes = limits.limits.maxFileBytes
        maxStorageBytes = limits.limits.maxStorageBytes
        isOverridden = limits.overrides != LimitOverrides()
    }

    var text: String {
        "\(plan)\t\(byteCount(maxFileBytes)) a file\t\(byteCount(maxStorageBytes)) in all\(isOverridden ? "\t(set on this server)" : "")"
    }
}
