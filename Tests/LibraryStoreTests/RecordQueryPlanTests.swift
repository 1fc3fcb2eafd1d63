import Database
import DatabaseTesting
import Library
import LibraryStore
import Testing

/// What SQLite would do for lists of companies and people (M40): a page along an index, and its media in one more statement.
@Suite("Query plans of SQLite for companies and people")
struct RecordQueryPlanTests {
    static let sorts = RecordSort.Field.allCases.flatMap {
        [RecordSort(field: $0, descending: false), RecordSort(field: $0)]
    }

    private static func item(_ number: Int, in organization: OrganizationID) -> ContentItem {
        let moment = Timestamp(microseconds: Int64(number))
        return ContentItem(
            id: .make(at: moment), organizationID: organization, type: .company, title: "company \(number)", createdBy: nil,
            createdAt: moment, updatedAt: moment)
    }

    @Test("a page, first or later, is read along its order's index, and the media of all that is on it at once", arguments: sorts)
    func pages(_ sort: RecordSort) async throws {
        let store = try await TemporaryStore(.sqlite)
        let organization = store.organization.id
        try await store.database.write { transaction in
            let items = (0..<50).map { Self.item($0, in: organization) }
            for item in items { try await transaction.content.insert(item) }
            let recorder = RecordingTransaction(transaction)
            let first = try await recorder.content.page(RecordQuery(sort: sort, limit: 20), of: .company, in: organization)
            let after = RecordCursor(after: try #require(first.items.last), in: sort)
            let second = try await recorder.content.page(
                RecordQuery(sort: sort, after: after, limit: 20), of: .company, in: organization)
            _ = try await recorder.usages.media(of: first.items, .company, in: organization)
            #expect(first.items.count == 20 && first.hasMore && second.items.count == 20)
            #expect(Set(first.items.map(\.id)).isDisjoint(with: second.items.map(\.id)))

            let recorded = recorder.recorded
            #expect(recorded.count == 3)
            let index = sort.field == .name ? "content_item_by_title" : "content_item_by_created"
            for query in recorded.prefix(2) { #expect(query.uses(index) && !query.isSorting, "\(query.plan)") }
            #expect(recorded[1].plan[0].contains(sort.descending ? "<" : ">"), "\(recorded[1].plan)")
            #expect(recorded[2].uses("asset_usage_by_target"), "\(recorded[2].plan)")
            #expect(!recorded[2].plan.contains { $0.contains("SCAN") }, "\(recorded[2].plan)")
        }
    }
}
