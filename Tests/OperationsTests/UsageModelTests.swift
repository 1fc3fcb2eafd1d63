import Foundation
import Library
import LibraryStore
import Operations
import Testing

/// After any sequence of what people do, usages are what an independent model says they are (M35, M36, M61, M64).
@Suite("Usages follow every sequence of changes")
struct UsageModelTests {
    @Test(
        "extracted usages equal a fresh look at every body, declared ones the ledger, counts both",
        arguments: (1...Self.sequences).map { UInt64($0) })
    func sequence(_ seed: UInt64) async throws {
        let world = try await UsageWorld(seed: seed)
        for step in 1...Self.steps {
            let action = try await world.step()
            try await world.check("seed \(seed), step \(step): \(action)")
            if world.hasFailed { return }
            if step.isMultiple(of: 20) { try await world.test.expectSound() }
        }
    }

    /// `make prove` asks for many more.
    private static let sequences = Int(ProcessInfo.processInfo.environment["VITRINE_TEST_SEQUENCES"] ?? "") ?? 4
    private static let steps = 80
}
