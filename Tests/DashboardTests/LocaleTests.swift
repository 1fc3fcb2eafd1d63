import Testing

@testable import Dashboard

@Suite("The locale file")
struct LocaleTests {
    /// Keys put together at run time, by what they begin with.
    private static let computed = [
        "kind.", "kinds.", "sort.", "date.month.", "problem.4", "problem.5", "login.problem.", "notice.", "error.", "unit.",
        "locale.", "delete.", "shelf.", "replace.error.", "thumbnail.error.",
        "number.", "settings.tab.", "role.", "plan.", "organizations.profile.", "profile.role.", "tokens.scope.",
        "tokens.lifetime.",
        "rule.", "rules.profile.", "limits.max", "audit.action.", "audit.door.", "audit.field.", "audit.group.",
        "mediaType.", "visibility.", "address.way.", "documents.conflict.",
        "usage.type.", "usage.origin.", "content.new.", "content.field.", "content.item.", "filter.use.", "empty.use.",
        "records.companies", "records.people", "records.create.", "records.empty.", "records.none.", "records.delete.question.",
    ]

    private func usedKeys() throws -> Set<String> {
        let sources = try sourceFiles(below: "Components", "Pages", "Formatting", "Localization", ext: "swift")
        let scripts = try sourceFiles(below: "Resources", ext: "js")
        var keys: Set<String> = []
        for text in sources + scripts {
            for match in text.matches(of: /"([a-z][A-Za-z]*(?:\.[A-Za-z]+)+)"/) { keys.insert(String(match.output.1)) }
            for match in text.matches(of: /\bt\("([A-Za-z.]+)"/) { keys.insert(String(match.output.1)) }
        }
        return keys
    }

    @Test("has every key that pages and scripts look up")
    func nothingMissing() throws {
        let known = try Localization.load().keys
        var looked: Set<String> = []
        for text in try sourceFiles(below: "Components", "Pages", "Formatting", ext: "swift")
            + sourceFiles(below: "Resources", ext: "js")
        {
            for match in text.matches(of: /\b(?:t|plural|localization|context\.localization)\("([A-Za-z.]+)"/) {
                looked.insert(String(match.output.1))
            }
        }
        #expect(looked.count > 80)
        #expect(looked.subtracting(known).isEmpty)
    }

    @Test("has no key that nothing looks up")
    func nothingLeftOver() throws {
        let used = try usedKeys()
        let idle = try Localization.load().keys.filter { key in
            !used.contains(key) && !Self.computed.contains { key.hasPrefix($0) }
        }
        #expect(idle.isEmpty, "\(idle.sorted())")
    }

    @Test("has words for every case that pages put into a key")
    func computedKeys() throws {
        let known = try Localization.load().keys
        let kinds = AssetKindModel.allCases.flatMap { ["kind.\($0.rawValue)", "kinds.\($0.rawValue)"] }
        let sorts = LibrarySort.allCases.map { "sort.\($0)" }
        let months = (1...12).map { "date.month.\($0)" }
        let problems = [400, 403, 404, 413, 429, 500, 503].flatMap { ["problem.\($0).title", "problem.\($0).body"] }
        let logins = LoginProblem.allCases.map { "login.problem.\($0.rawValue)" }
        let tabs = SettingsTab.allCases.map { "settings.tab.\($0.rawValue)" }
        #expect(Set(kinds + sorts + months + problems + logins + tabs).subtracting(known).isEmpty)
        let roles = ["member", "manager", "admin", "owner", "none"].map { "profile.role.\($0)" }
        #expect(Set(RoleModel.allCases.map { "role.\($0.rawValue)" }).subtracting(known).isEmpty)
        let scopes = TokenScopeModel.allCases.map { "tokens.scope.\($0.rawValue)" }
        let lifetimes = TokenLifetimeModel.allCases.map { "tokens.lifetime.\($0.rawValue)" }
        #expect(Set(roles + scopes + lifetimes).subtracting(known).isEmpty)
    }

    @Test("a key without words shows as itself, never as nothing")
    func missingKey() throws {
        #expect(try Localization.load()("no.such.key") == "no.such.key")
        #expect(try Localization.load().phrase("no.such.key") == nil)
    }

    @Test("another direction reaches the page, and a file that is no locale is an error")
    func otherLanguages() throws {
        let arabic = try Localization(language: "ar", json: Array(#"{"locale.direction": "rtl"}"#.utf8))
        #expect(arabic.direction == "rtl")
        #expect(throws: (any Error).self) { try Localization(language: "xx", json: Array("[1]".utf8)) }
    }
}
