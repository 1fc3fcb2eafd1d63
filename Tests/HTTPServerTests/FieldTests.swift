import Testing

@testable import HTTPServer

struct FieldTests {
    @Test("headers are found whatever the case of their names, all or the first")
    func headers() {
        let headers = HTTPHeaders([("Accept", "a"), ("X-Y", ""), ("accept", "b")])
        #expect(headers["ACCEPT"] == "a" && headers.values("aCCept") == ["a", "b"])
        #expect(headers["x-y"] == "" && headers["x"] == nil && headers.values("z") == [])
        var names: [String] = []
        headers.forEach { name, _ in names.append(name) }
        #expect(names == ["Accept", "X-Y", "accept"])
    }

    @Test("a request's target is taken apart at its first question mark")
    func request() {
        let request = HTTPRequest(method: .get, target: "/a%2Fb?c?d")
        #expect(request.path == "/a%2Fb" && request.rawQuery == "c?d" && !request.hasBody)
        #expect(HTTPRequest(method: .get, target: "/a").rawQuery == nil)
        #expect(HTTPRequest(method: .get, target: "/a?").rawQuery == "")
        #expect(HTTPRequest(method: .put, target: "/", contentLength: nil).hasBody)
    }

    @Test("the members of an Accept field are told apart, whatever stands in quotes; what cannot be read is left out")
    func mediaRanges() {
        let field = #"text/HTML; q=0.5, a/b; Profile="x, \"y\", z"; ext=one , , none, */*;q=0.1, c/d; broken="no end"#
        let ranges = MediaRange.list(field)
        #expect(ranges.map(\.type) == ["text/html", "a/b", "*/*"])
        #expect(ranges.map(\.parameters) == [["q"], ["profile", "ext"], ["q"]])
        #expect(ranges[1]["profile"] == #"x, "y", z"# && ranges[1]["ext"] == "one" && ranges[1]["q"] == nil)
        #expect(MediaRange("") == nil && MediaRange("json") == nil && MediaRange("a/b; c") == nil)
        #expect(MediaRange("a/b")?.parameters == [])
    }

    @Test("percent-encoding goes there and back", arguments: ["", "a b", "é/ü?&=+%", "日本", "\u{1f600}", "a\u{0301}"])
    func percentRoundTrip(_ text: String) throws {
        for position in [PercentEncoding.Position.pathSegment, .path, .query] {
            let encoded = PercentEncoding.encode(text, for: position)
            #expect(
                try PercentEncoding.decode(encoded, plusIsSpace: position == .query).unicodeScalars.elementsEqual(
                    text.unicodeScalars))
            #expect(encoded.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "+") })
        }
        #expect(PercentEncoding.encode("a/b c", for: .path) == "a/b%20c")
        #expect(PercentEncoding.encode("a/b c", for: .pathSegment) == "a%2Fb%20c")
    }

    @Test(
        "what does not decode is refused with the reason",
        arguments: [
            ("%", .malformedEscape), ("%4", .malformedEscape), ("%4g", .malformedEscape), ("%ff", .notUTF8), ("%C0%AF", .notUTF8),
            ("%00", .nul),
            ("a\0", .nul), ("%ED%A0%80", .notUTF8),
        ] as [(String, PercentEncoding.Failure)])
    func percentFailures(_ text: String, _ failure: PercentEncoding.Failure) {
        #expect(throws: failure) { try PercentEncoding.decode(text) }
    }

    @Test("queries keep their order and repetitions; plus is a space")
    func query() throws {
        let query = try QueryParameters(rawQuery: "tag=a&tag=b+c&&x&=y&%C3%A9=%2B&z=1=2")
        #expect(query.items.map { "\($0.name):\($0.value)" } == ["tag:a", "tag:b c", "x:", ":y", "é:+", "z:1=2"])
        #expect(query["tag"] == "a" && query.values("tag") == ["a", "b c"] && query["none"] == nil)
        #expect(try QueryParameters(rawQuery: nil).items.isEmpty)
        #expect(throws: PercentEncoding.Failure.nul) { try QueryParameters(formURLEncoded: Array("a=%00".utf8)) }
        #expect(throws: PercentEncoding.Failure.notUTF8) { try QueryParameters(formURLEncoded: [0x61, 0xff]) }
    }

    @Test("cookies are read from every Cookie field")
    func cookies() {
        let cookies = Cookies(HTTPHeaders([("Cookie", "a=1; b=\"two\";c = 3 ;bad; =x"), ("cookie", "a=2;d=e=f")]))
        #expect(cookies.items.map { "\($0.name):\($0.value)" } == ["a:1", "b:two", "c:3", "a:2", "d:e=f"])
        #expect(cookies["a"] == "1" && cookies["z"] == nil)
    }

    @Test("cookies are set whole, and never with what would end them")
    func setCookie() throws {
        var cookie = try #require(SetCookie(name: "session", value: "abc"))
        #expect(cookie.headerValue == "session=abc; Path=/; HttpOnly; SameSite=Lax")
        cookie.maximumAge = 0
        cookie.isSecure = true
        cookie.isHTTPOnly = false
        cookie.sameSite = .strict
        #expect(cookie.headerValue == "session=abc; Path=/; Max-Age=0; Secure; SameSite=Strict")
        for value in ["a;b", "a b", "a\r\nb", "a,b", "\"a\"", "é"] { #expect(SetCookie(name: "a", value: value) == nil) }
        #expect(SetCookie(name: "a b", value: "") == nil)
    }

    @Test(
        "dates are written and read back",
        arguments: [
            (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (951_827_696, "Tue, 29 Feb 2000 12:34:56 GMT"), (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
            (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"), (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
        ] as [(Int64, String)])
    func dates(_ seconds: Int64, _ text: String) {
        #expect(HTTPDate.format(seconds) == text)
        #expect(HTTPDate.parse(text) == seconds)
    }

    @Test("every day of four centuries goes there and back")
    func everyDay() {
        let odd = (Int64(-60_000)..<100_000).first { day in
            let date = CivilDate(daysSince1970: day)
            return date.daysSince1970 != day || !(1...12).contains(date.month) || !(1...31).contains(date.day)
        }
        #expect(odd == nil)
    }

    @Test(
        "what is no date is no date",
        arguments: [
            "", "Sun, 6 Nov 1994 08:49:37 GMT", "Mon, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 UTC",
            "Sun, 31 Feb 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:00 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun, 06 Nov +994 08:49:37 GMT",
        ])
    func noDate(_ text: String) { #expect(HTTPDate.parse(text) == nil) }

    @Test("out-of-range seconds are held at the ends")
    func farDates() {
        #expect(HTTPDate.format(.max) == "Fri, 31 Dec 9999 23:59:59 GMT")
        #expect(HTTPDate.format(.min) == "Sat, 01 Jan 0000 00:00:00 GMT")
    }

    @Test("file names are given in ASCII and, where that is not enough, in full")
    func disposition() {
        #expect(ContentDisposition.attachment(fileName: "a b.jpg") == "attachment; filename=\"a b.jpg\"")
        #expect(ContentDisposition.inline(fileName: "é\".jpg") == "inline; filename=\"__.jpg\"; filename*=UTF-8''%C3%A9%22.jpg")
        #expect(
            ContentDisposition.attachment(fileName: "50%.txt") == "attachment; filename=\"50_.txt\"; filename*=UTF-8''50%25.txt")
        #expect(ContentDisposition.attachment(fileName: "a\r\nX: y/..\\z\u{202e}gpj") == "attachment; filename=\"aX: y_.._zgpj\"")
        #expect(ContentDisposition.attachment(fileName: "\u{0}") == "attachment; filename=\"file\"")
        #expect(ContentDisposition.attachment(fileName: "..") == "attachment; filename=\"file\"")
    }

    @Test("a window without waiting never judges, a slow one does, and a fast start earns no credit")
    func bodyRate() {
        var rate = BodyRate(bytesPerSecond: 100, window: 1000)
        #expect(rate.deadline(from: 50) == 1050)
        let verdicts = [
            rate.note(waited: 0, received: 1), rate.note(waited: 600, received: 98), rate.deadline(from: 0) == 400,
            rate.note(waited: 100, received: 1), rate.deadline(from: 0) == .max, rate.note(waited: 5000, received: 1_000_000),
            rate.deadline(from: 0) == 1000, rate.note(waited: 1000, received: 99),
        ]
        #expect(verdicts == [true, true, true, true, true, true, true, false])
        var lax = BodyRate(bytesPerSecond: 0, window: 1000)
        let isFine = lax.note(waited: 9000, received: 0)
        #expect(isFine && lax.deadline(from: 0) == .max)
    }
}
