import Dashboard
import Markup
import Testing

/// A file in Trash in each state it can be in, every text of them `text`.
func sampleTrash(
    text: String, states: [TrashPageModel.State]? = nil, keptDays: Int? = 30, canPurge: Bool = true
) throws -> TrashPageModel {
    let states = states ?? [.restorable, .leaving, .stuck(reason: text)]
    return TrashPageModel(
        sidebar: SidebarModel(
            context: try sampleContext(), organization: demo, organizations: [demo],
            storage: StorageModel(usedBytes: 1, limitBytes: 2, maxFileBytes: 3, trashedCount: states.count), canAdminister: false,
            canDelete: true, isTrash: true),
        items: states.enumerated().map { number, state in
            .init(
                id: "t\(number)", name: text, kind: .image, mediaType: "image/jpeg", byteSize: 2_516_582,
                deletedAt: sampleTime - 7200, purgedAt: state == .restorable ? sampleTime + 30 * 86_400 : nil, state: state)
        },
        total: states.count, totalBytes: 7_549_746, keptDays: keptDays, canPurge: canPurge, noticeCode: "restored",
        problem: text.isEmpty ? nil : text)
}

@Suite("The page of Trash")
struct TrashPageTests {
    @Test(
        "what can be restored can be restored and removed for good; what is leaving can be neither; what is stuck can be retried")
    func actions() throws {
        let html = TrashPage.html(try sampleTrash(text: "")).string
        #expect(html.contains(#"action="/org/demo/trash/t0/restore""#) && html.contains(#"action="/org/demo/trash/t0/purge""#))
        #expect(!html.contains("/org/demo/trash/t1/"))
        #expect(html.contains(#"action="/org/demo/trash/t2/purge""#) && !html.contains("/org/demo/trash/t2/restore"))
        #expect(html.contains(#"action="/org/demo/trash/empty""#))
        #expect(html.contains("stay here for 30 days") && html.contains("removed for good on <time datetime=\"2025-04-08"))
        #expect(html.contains("3 items, 7.2 MB") && html.contains("3 files in Trash"))
    }

    @Test("who may not remove for good sees no way to it")
    func withoutPurge() throws {
        let html = TrashPage.html(try sampleTrash(text: "", keptDays: nil, canPurge: false)).string
        #expect(html.contains("/restore") && !html.contains("/purge") && !html.contains("/empty"))
        #expect(html.contains("Nothing is removed by itself."))
    }

    @Test("an empty Trash says so and leads back; there is nothing to empty where everything is stuck")
    func empty() throws {
        let html = TrashPage.html(try sampleTrash(text: "", states: [])).string
        #expect(html.contains("Trash is empty.") && !html.contains("/empty\""))
        let stuck = TrashPage.html(try sampleTrash(text: "", states: [.stuck(reason: "Away.")])).string
        #expect(stuck.contains("Away.") && !stuck.contains("/org/demo/trash/empty"))
    }

    @Test("a problem is told instead of a notice")
    func problem() throws {
        let html = TrashPage.html(try sampleTrash(text: "Somebody was faster.")).string
        #expect(html.contains("Somebody was faster.") && !html.contains("back in the library"))
    }
}
