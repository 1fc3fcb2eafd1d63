import Dashboard
import Markup
import Testing

@Suite("Folders, tags and several files at once in the page")
struct OrganizingTests {
    @Test("the address says folder, tags, path and use, and every way on keeps them")
    func address() throws {
        let query = LibraryQuery(
            text: "a", sort: .longestUnchanged, page: 2, folder: .folder("f1"), tags: ["sea", "a b"], use: .orphaned,
            pathPrefix: "2026/")
        let suffix = "folder=f1&q=a&tag=sea&tag=a%20b&path=2026%2F&usage=orphaned&sort=updatedAt"
        #expect(query.address(in: demo) == "/org/demo/media?\(suffix)&page=2")
        #expect(query.address(in: demo, page: 3).hasSuffix("\(suffix)&page=3"))
        #expect(query.formAddress("x", in: demo, action: "/delete") == "/org/demo/media/assets/x/delete?\(suffix)&page=2")
        #expect(query.folderAddress("f2", in: demo, action: "/move", [("in", "f3")]).hasSuffix("&page=2&in=f3"))
        #expect(query.unfiltered.address(in: demo) == "/org/demo/media?folder=f1&sort=updatedAt")
        #expect(LibraryQuery(folder: .root).address(in: demo) == "/org/demo/media?folder=root")
        let html = LibraryPage.html(try samplePage(scope: try sampleScope(query: query))).string
        let next = PaginationModel.numbered(query, in: demo, pageCount: 3, hasNext: true)
        #expect(next.nextURL == "/org/demo/media?\(suffix)&page=3")
        for hidden in [("folder", "f1"), ("tag", "sea"), ("tag", "a b"), ("path", "2026/")] {
            #expect(html.contains(#"<input type="hidden" name="\#(hidden.0)" value="\#(hidden.1)">"#), "\(hidden)")
        }
        #expect(html.contains(#"value="orphaned" checked"#))
    }

    @Test("folders below are looked into where words are looked for, and the count says so")
    func below() throws {
        #expect(LibraryQuery(text: "a").looksBelow && LibraryQuery(tags: ["a"]).looksBelow)
        #expect(!LibraryQuery(kinds: [.pdf], folder: .root).looksBelow)
        var page = try samplePage(scope: try sampleScope(query: LibraryQuery(text: "a", folder: .folder("f1"))))
        page.results.path = [sampleFolder]
        #expect(LibraryPage.html(page).string.contains("2 matches in this folder and below"))
    }

    @Test("the tree is open down to where one is, which is marked once")
    func tree() throws {
        var page = try samplePage(scope: try sampleScope(query: LibraryQuery(folder: .folder("f4"))))
        page.folders = sampleLevel("Spring", after: nil)
        let html = LibraryPage.html(page).string
        #expect(html.occurrences(of: #"aria-expanded="true""#) == 1 && html.occurrences(of: #"aria-expanded="false""#) == 3)
        #expect(html.contains(#"<a href="/org/demo/media?folder=f4" data-action="go" aria-current="page">"#))
        #expect(html.occurrences(of: "More folders…") == 0)
        page.folders.nodes[1].hasFolders = false
        #expect(LibraryPage.html(page).string.occurrences(of: #"aria-expanded="false""#) == 2, "nothing in it to open")
        page.folders.next = "n e"
        #expect(
            LibraryPage.html(page).string.contains(#"<a href="/org/demo/media/folders?after=n%20e" data-in="" data-after="n e">"#)
        )
    }

    @Test("an empty folder, one with folders alone, and the files in no folder say different things")
    func emptyFolders() throws {
        var page = try samplePage(scope: try sampleScope(query: LibraryQuery(folder: .folder("f1"))), cards: [])
        #expect(LibraryPage.html(page).string.contains("This folder is empty. Drop files here"))
        page.results.subfolders = sampleLevel("Spring")
        #expect(LibraryPage.html(page).string.contains("There are no files right in this folder."))
        #expect(LibraryPage.html(page).string.contains(#"class="folder-tiles""#))
        let root = try samplePage(scope: try sampleScope(query: LibraryQuery(folder: .root)), cards: [])
        #expect(LibraryPage.html(root).string.contains("Every file is in a folder."))
    }

    @Test("an active tag is taken off by a link that keeps the other filters")
    func chips() throws {
        let scope = try sampleScope(query: LibraryQuery(tags: ["sea", "sky"], use: .orphaned))
        let html = LibraryPage.html(try samplePage(scope: scope)).string
        #expect(
            html.contains(
                #"href="/org/demo/media?tag=sky&amp;usage=orphaned" data-action="go" aria-label="Remove the filter by the tag sea""#
            ))
    }

    @Test("a folder that is not empty is deleted only with a stated fate; an empty one asks nothing more")
    func deletion() throws {
        func page(folders: Int, assets: Int?) throws -> String {
            FolderDeletePage.html(
                FolderDeletePageModel(
                    scope: try sampleScope(), folder: sampleFolder, etag: "\"1\"", folderCount: folders, assetCount: assets,
                    deletion: .purge)
            ).string
        }
        let full = try page(folders: 1, assets: 12)
        #expect(full.contains("It holds 1 folder and 12 files."))
        #expect(
            full.contains(#"value="move-up" checked"#) && full.contains(#"value="delete""#) && !full.contains(#"value="refuse""#))
        #expect(full.contains("This cannot be undone."))
        let empty = try page(folders: 0, assets: 0)
        #expect(empty.contains(#"name="contents" value="refuse""#) && !empty.contains("radio"))
    }

    @Test("who may not edit selects nothing and changes no folder; who may not delete is offered no deletion")
    func permissions() throws {
        let reader = LibraryPermissions(canUpload: false, canEdit: false, canDelete: false)
        var page = try samplePage(scope: try sampleScope(query: LibraryQuery(folder: .folder("f1")), permissions: reader))
        page.results.path = [sampleFolder]
        let html = LibraryPage.html(page).string
        for absent in ["card-check", "bulk-bar", "/folders/new", "/folders/f1/", "/bulk/move"] {
            #expect(!html.contains(absent), "\(absent)")
        }
        page.scope.permissions = LibraryPermissions(canUpload: true, canEdit: true, canDelete: false)
        let editor = LibraryPage.html(page).string
        #expect(editor.contains("/folders/f1/rename") && !editor.contains("/folders/f1/delete"))
        #expect(editor.contains(#"value="archive""#) && !editor.contains(#"name="action" value="delete""#))
    }

    @Test("what was not changed stands with its reason beside how many were")
    func failures() throws {
        var page = try samplePage()
        page.bulk = BulkResultModel(doneCount: 3, failures: [BulkResultModel.Failure(name: "a<b", reason: "It is gone.")])
        let html = LibraryPage.html(page).string
        #expect(html.contains("1 file was not changed. The other 3 were."))
        #expect(html.contains("<li><bdi>a&lt;b</bdi>: It is gone.</li>"))
        var done = try samplePage(notice: "bulkTag")
        done.noticeCount = 4
        #expect(LibraryPage.html(done).string.contains("4 files were tagged."))
    }

    @Test("the storage card tells each kind in words, the largest first, and never more than the bar holds")
    func storage() throws {
        var page = try samplePage()
        page.organize("x")
        let html = LibraryPage.html(page).string
        let images = try #require(html.firstRange(of: "</span>Images</dt><dd>572 MB"))
        let videos = try #require(html.firstRange(of: "</span>Video</dt><dd>95 MB"))
        #expect(images.lowerBound < videos.lowerBound)
        #expect(html.contains("in Trash</dt><dd>2 KB") && html.contains("in the archive</dt><dd>500 B"))
    }

    @Test("a path in the details leads to what lies under each of its parts")
    func path() throws {
        var asset = sampleDetail()
        asset.logicalPath = "2026/press/a.pdf"
        let html = LibraryFragment.asset(asset, scope: try sampleScope()).string
        #expect(html.contains(#"href="/org/demo/media?path=2026%2Fpress%2F""#))
    }
}
