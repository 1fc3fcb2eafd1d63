import Dashboard
import Testing

@Suite("Addresses of views")
struct QueryTests {
    @Test("an address says what differs from the plain library, and nothing else")
    func address() {
        #expect(LibraryQuery().address(in: demo) == "/org/demo/media")
        let query = LibraryQuery(text: "a&b", kinds: [.image, .pdf], sort: .largest, page: 3)
        #expect(query.address(in: demo) == "/org/demo/media?q=a%26b&kind=image&kind=pdf&sort=-byteSize&page=3")
        #expect(query.address(in: demo, page: 1, asset: "x/y").hasSuffix("&sort=-byteSize&asset=x%2Fy"))
    }

    @Test("pages are numbered around the current one, with the first and the last")
    func numbered() {
        let pages = PaginationModel.numbered(LibraryQuery(page: 5), in: demo, pageCount: 9, hasNext: true)
        #expect(pages.pages.map(\.number) == [1, 4, 5, 6, 9])
        #expect(pages.pages.filter(\.isCurrent).map(\.number) == [5])
        #expect(pages.previousURL == "/org/demo/media?page=4")
        #expect(pages.nextURL == "/org/demo/media?page=6")
    }

    @Test("without a count there is only what is known: the pages so far and whether there is one more")
    func unknownCount() {
        let more = PaginationModel.numbered(LibraryQuery(page: 2), in: demo, pageCount: nil, hasNext: true)
        #expect(more.pages.map(\.number) == [1, 2, 3])
        let end = PaginationModel.numbered(LibraryQuery(page: 2), in: demo, pageCount: nil, hasNext: false)
        #expect(end.pages.map(\.number) == [1, 2] && end.nextURL == nil)
    }

    @Test("a single page needs no links")
    func single() {
        #expect(PaginationModel.numbered(LibraryQuery(), in: demo, pageCount: 1, hasNext: false).pages.isEmpty)
    }

    @Test("a page beyond the last does not crash and links back")
    func beyond() {
        let pages = PaginationModel.numbered(LibraryQuery(page: 12), in: demo, pageCount: 3, hasNext: false)
        #expect(pages.previousURL == "/org/demo/media?page=11")
    }
}
