internal import Database
package import Library
internal import LibraryStore

extension MediaLibrary {
    /// What every plan allows on this server (M14).
    package func plans() async throws -> [PlanLimits] {
        do {
            return try await database.read { transaction in
                var plans: [PlanLimits] = []
                for plan in Plan.allCases {
                    plans.append(PlanLimits(plan: plan, overrides: try await transaction.plans.overrides(of: plan)))
                }
                return plans
            }
        } catch {
            throw ServiceError.explaining(error)
        }
    }
}
