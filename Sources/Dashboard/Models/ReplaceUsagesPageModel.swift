/// The page that puts another file wherever this one is used (M61).
package struct ReplaceUsagesPageModel: Sendable {
    package var scope: LibraryScopeModel
    package var card: AssetCardModel
    /// How many places use it.
    package var useCount: Int
    /// What was looked for among the others.
    package var search: String
    package var choices: [AssetCardModel]
    /// The one that was chosen: then the page asks whether to do it.
    package var chosen: AssetCardModel?
    /// What was done, and what stands as before.
    package var outcome: Outcome?
    /// Why an attempt was refused, in the server's words.
    package var problem: String?

    package struct Outcome: Sendable {
        package var replaced: Int
        package var notRewritten: [UnchangedPlaceModel]

        package init(replaced: Int, notRewritten: [UnchangedPlaceModel]) {
            self.replaced = replaced
            self.notRewritten = notRewritten
        }
    }

    package init(
        scope: LibraryScopeModel, card: AssetCardModel, useCount: Int, search: String = "", choices: [AssetCardModel] = [],
        chosen: AssetCardModel? = nil, outcome: Outcome? = nil, problem: String? = nil
    ) {
        self.scope = scope
        self.card = card
        self.useCount = useCount
        self.search = search
        self.choices = choices
        self.chosen = chosen
        self.outcome = outcome
        self.problem = problem
    }
}

/// A place in content whose words stayed.
package struct UnchangedPlaceModel: Sendable {
    package var title: String
    package var address: String?
    package var isElsewhere: Bool
    package var targetType: String
    /// As it is written there.
    package var written: String

    package init(title: String, address: String?, isElsewhere: Bool, targetType: String, written: String) {
        self.title = title
        self.address = address
        self.isElsewhere = isElsewhere
        self.targetType = targetType
        self.written = written
    }
}
