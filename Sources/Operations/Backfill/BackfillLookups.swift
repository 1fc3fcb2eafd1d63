internal import Database
internal import Library
internal import LibraryStore

/// What the plan for some lessons rests on: what the library holds of all they name. Looked up again under the organization's lock, the
/// same answer says that the plan still holds.
struct BackfillLookups: Equatable, Sendable {
    struct Holder: Equatable, Sendable {
        let id: AssetID
        let status: AssetStatus
    }

    private(set) var assets: [AssetID: AssetStatus] = [:]
    private(set) var keys: [String: Holder] = [:]
    private(set) var targets: [ReferenceLookup: AssetID] = [:]
    /// By the ids their own system gives them.
    private(set) var lessons: [String: String] = [:]

    /// Everything that `entries` may lead to.
    struct Question: Sendable {
        var assets: Set<AssetID> = []
        var keys: Set<String> = []
        var lookups: Set<ReferenceLookup> = []
        var lessons: [String] = []

        mutating func add(_ way: LessonEntry.Way) {
            switch way {
            case .asset(let id): assets.insert(id)
            case .key(let key, let id):
                keys.insert(key)
                if let id { assets.insert(id) }
            case .lookup(let lookup): lookups.insert(lookup)
            case .link(let link): lookups.insert(.source(link.source.text))
            case .none: break
            }
        }
    }

    /// The answer, and the lessons that are stored.
    static func ask(
        _ question: Question, in organization: OrganizationID, _ transaction: any Transaction
    ) async throws -> (BackfillLookups, [String: ContentItem]) {
        var answer = BackfillLookups()
        answer.assets = try await transaction.assets.find(question.assets, in: organization).mapValues(\.status)
        answer.keys = try await transaction.adoptedKeys.assets(by: question.keys, in: organization).mapValues {
            Holder(id: $0.id, status: $0.status)
        }
        answer.targets = try await transaction.references.targets(of: question.lookups, in: organization)
        var stored: [String: ContentItem] = [:]
        for id in question.lessons {
            guard let item = try await transaction.content.find(.lesson, id, in: organization) else { continue }
            stored[id] = item
            answer.lessons[id] = item.entityTag
        }
        return (answer, stored)
    }
}
