import Dashboard
import Markup

/// Places that use an asset: one elsewhere, one here, one that the library does not know.
func sampleUses(text: String = "Intro", total: Int = 3) -> UsageListModel {
    UsageListModel(
        items: [
            UsageModel(
                id: "u1", title: text, address: "https://example.com/\(text)", isElsewhere: true, targetType: "lesson",
                targetID: "7", slotType: "lesson_video", isDeclared: true, canDetach: true),
            UsageModel(
                id: "u2", title: text, address: "/org/demo/content/page/\(text)", targetType: "page", targetID: "8",
                slotType: "page_media", slotKey: text, isDeclared: false, canDetach: true),
            UsageModel(
                id: "u3", title: nil, address: nil, targetType: text, targetID: text, slotType: text, isDeclared: true),
        ], total: total, next: "next&page")
}

func sampleDelete(text: String = "Intro", _ keeping: KeepingModel?, total: Int = 3) throws -> DeletePageModel {
    DeletePageModel(
        context: try sampleContext(), organization: demo, card: sampleCard(), uses: sampleUses(text: text, total: total),
        keeping: keeping)
}

/// The pages about usages, every text hostile.
func usagePages() throws -> [(name: String, html: String)] {
    let sidebar = SidebarModel(
        context: try sampleContext(), organization: demo, organizations: [demo],
        storage: StorageModel(usedBytes: 1, limitBytes: 2, maxFileBytes: 3), canAdminister: true, canDelete: true)
    let references = [true, false].map { isTrashed in
        BrokenReferenceModel(
            title: hostileName, address: isTrashed ? hostileName : nil, isElsewhere: isTrashed, targetType: hostileName,
            slotType: hostileName, slotKey: hostileName, written: hostileName, isTrashed: isTrashed)
    }
    let keepings: [(String, KeepingModel?)] = [
        ("kept", KeepingModel(forced: .purge, canArchive: true, isForAdmins: true)),
        ("kept from editors", KeepingModel(forced: nil, canArchive: false, isForAdmins: true)), ("used", nil),
    ]
    return [
        (
            "usages",
            UsagePage.html(
                UsagePageModel(
                    sidebar: sidebar, query: LibraryQuery(text: hostileName), card: sampleCard(name: hostileName),
                    uses: sampleUses(text: hostileName), noticeCode: "detached")
            ).string
        ),
        (
            "broken references",
            BrokenReferencesPage.html(
                BrokenReferencesPageModel(sidebar: sidebar, references: references, total: nil, next: hostileName)
            ).string
        ),
    ]
        + (try keepings.map { name, keeping in
            ("delete \(name)", DeletePage.html(try sampleDelete(text: hostileName, keeping, total: 12)).string)
        })
}
