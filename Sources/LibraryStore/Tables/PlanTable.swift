internal import Database
package import Library

/// What this server's plans allow, where that is not what ``Plan/limits`` says (M14).
package struct PlanTable: Sendable {
    let transaction: any Transaction

    /// The limits set for `plan`.
    package func overrides(of plan: Plan) async throws -> LimitOverrides {
        try await transaction.row("SELECT max_file_bytes, max_storage_bytes FROM plan_limit WHERE plan = \(plan)").map {
            LimitOverrides(maxFileBytes: try $0.get("max_file_bytes"), maxStorageBytes: try $0.get("max_storage_bytes"))
        } ?? LimitOverrides()
    }

    package func set(_ overrides: LimitOverrides, of plan: Plan) async throws {
        try await transaction.run(
            """
            INSERT INTO plan_limit (plan, max_file_bytes, max_storage_bytes)
            VALUES (\(plan), \(overrides.maxFileBytes), \(overrides.maxStorageBytes))
            ON CONFLICT (plan) DO UPDATE
                SET max_file_bytes = excluded.max_file_bytes, max_storage_bytes = excluded.max_storage_bytes
            """)
    }
}
