/// Limits set in place of a plan's own; nil leaves the plan's (M14).
package struct LimitOverrides: Hashable, Sendable {
    package var maxFileBytes: Int64?
    package var maxStorageBytes: Int64?

    package init(maxFileBytes: Int64? = nil, maxStorageBytes: Int64? = nil) {
        self.maxFileBytes = maxFileBytes
        self.maxStorageBytes = maxStorageBytes
    }
}

/// A plan with what it allows on this server.
package struct PlanLimits: Sendable {
    package let plan: Plan
    package let overrides: LimitOverrides

    package init(plan: Plan, overrides: LimitOverrides) {
        self.plan = plan
        self.overrides = overrides
    }

    package var limits: Limits {
        Limits(
            maxFileBytes: overrides.maxFileBytes ?? plan.limits.maxFileBytes,
            maxStorageBytes: overrides.maxStorageBytes ?? plan.limits.maxStorageBytes)
    }
}
