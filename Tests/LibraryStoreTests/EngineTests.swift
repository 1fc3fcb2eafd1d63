import DatabaseTesting
import Testing

@Suite struct EngineTests {
    /// Without the server this is reported as skipped, in the place of every test's cases on PostgreSQL.
    @Test("the store is tested on every engine", .enabled(if: Engine.hasServer, "\(Engine.lacking)"))
    func complete() {
        #expect(Engine.available == Engine.allCases)
    }
}
