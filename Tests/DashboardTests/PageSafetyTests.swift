import Dashboard
import Testing

@Suite("Every page, with hostile text in every field")
struct PageSafetyTests {
    @Test("no text becomes markup")
    func escaping() throws {
        for page in try everyPage() {
            #expect(!page.html.contains("<script>"), "\(page.name)")
            #expect(!page.html.contains("<img src=x"), "\(page.name)")
        }
    }

    @Test("no style attribute, inline style, inline script or event handler, as the Content-Security-Policy demands")
    func nothingInline() throws {
        for page in try everyPage() {
            #expect(page.html.firstMatch(of: /<[a-z][^>]*\sstyle=/) == nil, "\(page.name)")
            #expect(!page.html.contains("<style"), "\(page.name)")
            #expect(page.html.firstMatch(of: /<script(?![^>]*\ssrc=)/) == nil, "\(page.name)")
            for tag in page.html.matches(of: /<[a-z](?:[^>"]|"[^"]*")*>/) {
                let names = tag.output.replacing(/"[^"]*"/, with: "\"\"")
                #expect(names.firstMatch(of: /\son[a-z]+=/) == nil, "\(page.name): \(tag.output)")
            }
        }
    }

    @Test("an id stands once on a page")
    func uniqueIDs() throws {
        for page in try everyPage() {
            let ids = page.html.matches(of: /<[a-z][^>]*\sid="([^"]*)"/).map { String($0.output.1) }
            #expect(Set(ids).count == ids.count, "\(page.name): \(ids.sorted())")
        }
    }

    @Test("everything that names another element by id names one that exists")
    func references() throws {
        for page in try everyPage() {
            let ids = Set(page.html.matches(of: /\sid="([^"]*)"/).map { String($0.output.1) })
            for match in page.html.matches(of: /\s(?:for|aria-labelledby|aria-describedby|popovertarget)="([^"]*)"/) {
                for id in match.output.1.split(separator: " ") {
                    #expect(ids.contains(String(id)), "\(page.name): \(id)")
                }
            }
        }
    }

    @Test("every visible control has a label")
    func labels() throws {
        for page in try everyPage() {
            for match in page.html.matches(of: /<(?:input|select|textarea)\s(?:[^>"]|"[^"]*")*>/) {
                let tag = String(match.output)
                if ["hidden", "checkbox", "radio"].contains(where: { tag.contains("type=\"\($0)\"") }) { continue }
                let id = try #require(tag.firstMatch(of: /\sid="([^"]*)"/), "\(page.name): \(tag)").output.1
                #expect(page.html.contains("<label for=\"\(id)\"") || page.html.contains("for=\"\(id)\""), "\(page.name): \(tag)")
            }
        }
    }

    @Test("every form that posts carries the CSRF token as its first field")
    func csrf() throws {
        for page in try everyPage() {
            for match in page.html.matches(of: /<form[^>]*method="post"[^>]*>\s*(<[^>]*>)/) {
                #expect(
                    match.output.1 == #"<input type="hidden" name="csrf" value="token-1">"#, "\(page.name): \(match.output.0)")
            }
        }
    }

    @Test("the page says its language and direction, and its title escapes")
    func head() throws {
        for page in try everyPage() {
            #expect(page.html.hasPrefix("<!doctype html>\n<html lang=\"en\" dir=\"ltr\""), "\(page.name)")
            #expect(page.html.occurrences(of: "<main") == 1, "\(page.name)")
            #expect(page.html.occurrences(of: "<h1") == 1, "\(page.name)")
        }
    }
}
