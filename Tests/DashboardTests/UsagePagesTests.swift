import Dashboard
import Markup
import Testing

@Suite("Places that use a file")
struct UsagePagesTests {
    @Test("what asks before a file in use is deleted links the places, starts on Cancel, and offers what the rules do")
    func delete() throws {
        let kept = DeletePage.html(
            try sampleDelete(KeepingModel(forced: .trash(days: 30), canArchive: false, isForAdmins: false))
        ).string
        #expect(kept.contains("This file is in use") && kept.contains("Used in 3 places") && kept.contains("breaks these links"))
        #expect(
            kept.contains(#"href="https://example.com/Intro" target="_blank" rel="noopener noreferrer"><bdi>Intro</bdi></a>"#))
        #expect(kept.contains(#"href="/org/demo/content/page/Intro"><bdi>Intro</bdi></a>"#))
        #expect(kept.contains(#"data-action="cancel" autofocus>Cancel</a>"#))
        #expect(kept.contains(#"name="force" value="yes""#) && kept.contains(">Delete anyway</button>"))
        #expect(!kept.contains("Archive instead"))
        // What is found in content is not taken off here.
        #expect(kept.occurrences(of: "/detach") == 1 && kept.contains("/media/assets/a1/usages/u1/detach"))
    }

    @Test("where admins alone force, others are offered the archive and no way to delete")
    func archive() throws {
        let html = DeletePage.html(try sampleDelete(KeepingModel(forced: nil, canArchive: true, isForAdmins: true))).string
        #expect(html.contains(">Archive instead</button>") && html.contains("Admins may delete it all the same."))
        #expect(!html.contains("Delete anyway"))
        #expect(html.contains(#"id="archive-instead" method="post" action="/org/demo/media/assets/a1/archive""#))
    }

    @Test("where the rules let it go the places are told and nothing is forced")
    func letGo() throws {
        let html = DeletePage.html(try sampleDelete(nil)).string
        #expect(html.contains("Used in 3 places") && html.contains(">Move to Trash</button>") && !html.contains("force"))
    }

    @Test("no markup of a page's own becomes text")
    func markup() throws {
        for page in try usagePages() { #expect(!page.html.contains("&lt;p") && !page.html.contains("&lt;li"), "\(page.name)") }
    }

    @Test("the details of a file that is used lead to the page that asks; of another a dialog asks at once")
    func details() throws {
        func page(uses: UsageListModel) throws -> String {
            var detail = sampleDetail()
            detail.uses = uses
            detail.card.useCount = uses.total
            return LibraryPage.html(try samplePage(cards: [detail.card], selected: detail)).string
        }
        let used = try page(uses: sampleUses(total: 12))
        #expect(used.contains("Used in 12 places") && used.contains(">Used 12×</span>") && used.contains("Show all places"))
        #expect(used.contains(#"data-action="dialog" data-name="harbour.jpg""#))
        let unused = try page(uses: UsageListModel())
        #expect(unused.contains("Not used anywhere yet.") && unused.contains(#"data-action="delete" data-name="harbour.jpg""#))
    }
}
