import Database
import DatabaseTesting
import Library
import LibraryStore
import Testing

@Suite("Counters")
struct CounterTests {
    @Test(
        "after a thousand random changes the counters equal the sums of the rows, of each organization",
        arguments: Engine.available)
    func randomChanges(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let organizations = [store.organization, store.neighbour]
        try await store.database.write { transaction in
            var living: [(asset: Asset, organization: OrganizationID)] = []
            for _ in 0..<1000 {
                let organization = organizations.randomElement()!
                switch Int.random(in: 0..<4) {
                case 0, 1:
                    let asset = Asset.sample(
                        in: organization, bytes: .random(in: 0...(1 << 40)), kind: AssetKind.allCases.randomElement()!,
                        status: [.active, .archived].randomElement()!)
                    try await transaction.assets.insert(asset)
                    try await transaction.counters.count(asset, 1, in: organization.id)
                    living.append((asset, organization.id))
                case 2:
                    guard let index = living.indices.randomElement() else { continue }
                    let (asset, owner) = living[index]
                    try await transaction.counters.count(asset, -1, in: owner)
                    living[index].asset.status = AssetStatus.allCases.randomElement()!
                    try await transaction.counters.count(living[index].asset, 1, in: owner)
                    try await transaction.assets.updateStatus(living[index].asset, in: owner)
                default:
                    guard let index = living.indices.randomElement() else { continue }
                    let (asset, owner) = living.remove(at: index)
                    try await transaction.counters.count(asset, -1, in: owner)
                    try await transaction.assets.delete(asset.id, in: owner)
                }
            }
        }
        for organization in organizations {
            let (counted, recounted) = try await store.database.read {
                (try await $0.counters.all(in: organization.id), try await $0.counters.recount(in: organization.id))
            }
            #expect(counted == recounted)
            #expect(!counted.isEmpty)
        }
    }

    @Test("a reservation is granted up to the limit and not a byte further", arguments: Engine.available)
    func reservation(_ engine: Engine) async throws {
        let store = try await TemporaryStore(engine)
        let id = store.organization.id
        let grants = try await store.database.write { transaction in
            [
                try await transaction.organizations.reserve(60, limit: 100, in: id),
                try await transaction.organizations.reserve(41, limit: 100, in: id),
                try await transaction.organizations.settle(reserved: 60, used: 50, limit: 100, in: id),
                try await transaction.organizations.reserve(51, limit: 100, in: id),
                try await transaction.organizations.reserve(50, limit: 100, in: id),
                try await transaction.organizations.settle(reserved: 50, used: 51, limit: 100, in: id),
                try await transaction.organizations.settle(reserved: 50, used: 51, limit: 101, in: id),
            ]
        }
        #expect(grants == [true, false, true, false, true, false, true])
        let organization = try await store.database.read { try await $0.organizations.find(id) }
        #expect(organization?.usedBytes == 101)
        #expect(organization?.reservedBytes == 0)
    }
}
