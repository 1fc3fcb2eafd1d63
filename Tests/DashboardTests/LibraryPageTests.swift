import Dashboard
import Markup
import Testing

@Suite("The library page")
struct LibraryPageTests {
    @Test("a card shows name, type, dimensions and date, and links to its details in the same view")
    func card() throws {
        let scope = try sampleScope(query: LibraryQuery(text: "har", page: 2))
        let html = LibraryFragment.card(sampleCard(), scope: scope).string
        #expect(html.contains("harbour.jpg"))
        #expect(html.contains(">JPEG</span>"))
        #expect(html.contains("1600 × 1067"))
        #expect(html.contains(#"<time datetime="2025-03-09T12:05:00Z" title="9 Mar 2025, 12:05 UTC">2 hr. ago</time>"#))
        #expect(html.contains(#"href="/org/demo/media?q=har&amp;page=2&amp;asset=a1""#))
    }

    @Test("lists never load originals, and reserve nothing but the thumbnail's place")
    func noOriginals() throws {
        for status in [ThumbnailStatusModel.pending, .ready, .failed, .none] {
            let html = LibraryFragment.card(sampleCard(thumbnailStatus: status), scope: try sampleScope()).string
            #expect(!html.contains(#"src="https://media.example"#))
            #expect(html.contains("<img") == (status == .ready))
        }
    }

    @Test("a picture that could not be made says so in a word, one being made says that")
    func thumbnailWords() throws {
        let scope = try sampleScope()
        #expect(
            LibraryFragment.card(sampleCard(thumbnailStatus: .failed), scope: scope).string.contains("<span>No preview</span>"))
        #expect(
            LibraryFragment.card(sampleCard(thumbnailStatus: .pending), scope: scope).string.contains(
                "<span>Making a preview…</span>"))
    }

    @Test("the first run, an empty search and an empty filter say different things, each with one way on")
    func emptyStates() throws {
        let first = LibraryPage.html(try samplePage(cards: [])).string
        #expect(first.contains("This library is empty. Drop pictures here"))
        let search = try sampleScope(query: LibraryQuery(text: "<x>"))
        let found = LibraryPage.html(try samplePage(scope: search, cards: [])).string
        #expect(found.contains("Nothing is named “&lt;x&gt;”."))
        #expect(found.contains(#"<a class="button" href="/org/demo/media" data-action="go">Clear filters</a>"#))
        let filter = try sampleScope(query: LibraryQuery(kinds: [.pdf]))
        #expect(LibraryPage.html(try samplePage(scope: filter, cards: [])).string.contains("Nothing matches these filters."))
    }

    @Test("who may only read sees no upload, form or delete")
    func reader() throws {
        let reader = LibraryPermissions(canUpload: false, canEdit: false, canDelete: false)
        let page = try samplePage(scope: sampleScope(permissions: reader), selected: sampleDetail())
        let html = LibraryPage.html(page).string
        for absent in ["#upload-form", "class=\"metadata\"", "/delete\"", "id=\"delete-dialog\"", "data-can-upload"] {
            #expect(!html.contains(absent), "\(absent)")
        }
        let empty = LibraryPage.html(try samplePage(scope: sampleScope(permissions: reader), cards: [])).string
        #expect(empty.contains("People who may upload can add media to it."))
    }

    @Test("the delete link carries the words of the dialog, and the archive its way back")
    func actions() throws {
        var asset = sampleDetail()
        asset.deletion = .purge
        asset.isArchived = true
        let html = LibraryFragment.asset(asset, scope: try sampleScope(query: LibraryQuery(shelf: .archived))).string
        #expect(html.contains(#"data-question="Delete this file for good?""#) && html.contains(#"data-notice="deleted""#))
        #expect(html.contains(#"action="/org/demo/media/assets/a1/restore?status=archived""#))
        #expect(!html.contains("/archive\""))
    }

    @Test("what was deleted can be taken back from its notice; a notice without words brings nothing")
    func undo() throws {
        var page = try samplePage(notice: "trashed")
        #expect(!LibraryPage.html(page).string.contains("/restore"))
        page.undoID = "a9"
        #expect(LibraryPage.html(page).string.contains(#"action="/org/demo/media/assets/a9/restore""#))
        page.noticeCode = "You have won"
        #expect(!LibraryPage.html(page).string.contains("/restore"))
    }

    @Test("a refused field keeps what was typed and says why under the field, in our words or the server's")
    func fieldErrors() throws {
        let errors = [
            FieldErrorModel(field: "displayName", code: "blank", detail: "server's"),
            FieldErrorModel(field: "label", code: "unheard_of", detail: "No commas, please."),
        ]
        let html = LibraryPage.html(try samplePage(selected: sampleDetail(form: sampleForm(errors: errors, text: "kept")))).string
        #expect(html.contains(#"<p class="error" id="metadata-displayName-error">This cannot be empty.</p>"#))
        #expect(html.contains(#"<p class="error" id="metadata-label-error">No commas, please.</p>"#))
        #expect(html.occurrences(of: #"aria-invalid="true""#) == 2)
        #expect(html.contains(#"value="kept""#))
    }

    @Test("a conflict says that what was typed is kept, and the form carries the newest tag")
    func conflict() throws {
        let html = LibraryPage.html(try samplePage(selected: sampleDetail(form: sampleForm(isConflict: true, text: "mine"))))
            .string
        #expect(html.contains("What you typed is kept"))
        #expect(html.contains(#"name="etag" value="&quot;7&quot;""#))
    }

    @Test("a description that starts with a line break keeps it")
    func textareaLineBreak() throws {
        let html = LibraryFragment.asset(sampleDetail(form: sampleForm(text: "\nkept")), scope: try sampleScope()).string
        #expect(html.contains(">\n\nkept</textarea>"))
    }

    @Test("a notice is shown only when the locale has words for its code")
    func notices() throws {
        #expect(LibraryPage.html(try samplePage(notice: "saved")).string.contains(#"role="status""#))
        #expect(!LibraryPage.html(try samplePage(notice: "You have won")).string.contains("You have won"))
    }

    @Test("a form upload's refusals stand beside their file names, with what was taken")
    func refusals() throws {
        let refusals = [UploadRefusalModel(fileName: "a.exe", reason: "Programs are not taken.")]
        let html = LibraryPage.html(try samplePage(refusals: refusals)).string
        #expect(html.contains("<li><bdi>a.exe</bdi>: Programs are not taken.</li>"))
        #expect(html.contains("One file was not taken. The other 2 files are in the library."))
    }

    @Test("the grid fragment brings results and storage, and nothing of the frame")
    func gridFragment() throws {
        let page = try samplePage()
        let html = LibraryFragment.grid(page.results, storage: page.storage, scope: page.scope).string
        #expect(html.contains(#"id="results""#) && html.contains(#"id="storage""#))
        #expect(html.contains("700 MB of 1 GB used") && html.contains(#"id="trash-link""#))
        #expect(!html.contains("<html") && !html.contains("toolbar"))
    }

    @Test("versioned files carry their hash")
    func staticFiles() throws {
        let html = LibraryPage.html(try samplePage()).string
        #expect(html.contains(#"<script type="module" src="/static/library.js?v=0a1b"></script>"#))
        #expect(html.contains(#"href="/static/library.css""#))
    }
}
