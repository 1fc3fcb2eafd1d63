import Library
import Testing

@Suite("Addresses people name")
struct WebAddressTests {
    @Test(
        "an address is kept in one form",
        arguments: [
            ("HTTPS://Example.ORG/Path?Q=1#Top", "https://example.org/Path?Q=1#Top"),
            ("http://example.org", "http://example.org"),
            (" https://example.org/a ", "https://example.org/a"),
            ("https://example.org/ü/日.jpg", "https://example.org/%C3%BC/%E6%97%A5.jpg"),
            ("https://example.org/a|b", "https://example.org/a%7Cb"), ("https://example.org:8443/", "https://example.org:8443/"),
            ("http://[::1]:80/x", "http://[::1]:80/x"), ("http://[2001:DB8::1]/", "http://[2001:db8::1]/"),
            ("https://example.org?q=a/b", "https://example.org?q=a/b"),
            ("https://example.org/a%20b", "https://example.org/a%20b"),
        ])
    func kept(text: String, address: String) { #expect(WebAddress(text)?.text == address) }

    @Test(
        "what could be read in two ways is none",
        arguments: [
            "", "example.org", "//example.org/", "https:/example.org", "https:///path", "ftp://example.org/",
            "javascript:alert(1)",
            "data:text/html,x", "file:///etc/passwd", "https://user@example.org/", "https://user:pass@example.org/",
            "https://@example.org/",
            #"https://example.org\@evil.example/"#, #"https:\\example.org/"#, "https://exa mple.org/", "https://example.org/a b",
            "https://example.org/\nx", "https://example.org/\u{202e}gpj.exe", "https://exämple.org/", "https://example。org/",
            "https://１２７.0.0.1/",
            "https://example.org:0/", "https://example.org:65536/", "https://example.org:/", "https://example.org:8a/",
            "https://exam%70le.org/",
            "https://[::1/", "https://[::1]x/", "https://[fe80::1%25eth0]/", "https://[example]/", "https://::1/", "https://a,b/",
            "https://example.org/" + String(repeating: "a", count: 2_048), "https://example.org:٨٠/",
        ])
    func refused(text: String) { #expect(WebAddress(text) == nil) }

    @Test("its last part is decoded, where it is text")
    func lastSegment() {
        #expect(WebAddress("https://example.org/a/na%C3%AFve%20file.txt?x#y")?.lastSegment == "naïve file.txt")
        #expect(WebAddress("https://example.org/a/b/")?.lastSegment == "b")
        #expect(WebAddress("https://example.org/")?.lastSegment == nil)
        #expect(WebAddress("https://example.org/%ff")?.lastSegment == nil)
        #expect(WebAddress("https://example.org/%4")?.lastSegment == nil)
        #expect(WebAddress("https://example.org/%+5.jpg")?.lastSegment == nil)
        #expect(WebAddress("https://example.org/a#b")?.withoutFragment == "https://example.org/a")
    }
}

@Suite("External links")
struct ExternalLinkTests {
    @Test(
        "a film at YouTube is known by every form of its address",
        arguments: [
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "http://youtube.com/watch?v=dQw4w9WgXcQ",
            "https://m.youtube.com/watch?v=dQw4w9WgXcQ",
            "https://music.youtube.com/watch?v=dQw4w9WgXcQ&list=RD",
            "https://www.youtube.com/watch?feature=share&v=dQw4w9WgXcQ&t=42s",
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ#t=1m", "https://youtu.be/dQw4w9WgXcQ",
            "https://youtu.be/dQw4w9WgXcQ?t=42&si=x",
            "https://www.youtube.com/embed/dQw4w9WgXcQ?start=3", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
            "https://youtube-nocookie.com/embed/dQw4w9WgXcQ", "https://www.youtube.com/shorts/dQw4w9WgXcQ",
            "https://www.youtube.com/live/dQw4w9WgXcQ?feature=share", "https://www.youtube.com/v/dQw4w9WgXcQ",
            "https://WWW.YouTube.com/watch?v=dQw4w9WgXcQ",
            "https://www.youtube.com:443/watch?v=dQw4w9WgXcQ", "https://www.youtube.com/watch/dQw4w9WgXcQ",
            "https://www.youtube.com/shorts/dQw4w9WgXcQ/",
        ])
    func youTube(address: String) throws {
        let link = try ExternalLink(sourceURL: address).checked()
        #expect(link.video?.id == "dQw4w9WgXcQ" && link.provider == .youtube && link.kind == .video)
        #expect(link.name == "YouTube dQw4w9WgXcQ")
    }

    @Test(
        "what only looks like it is a link as any other",
        arguments: [
            "https://youtube.com.example.org/watch?v=dQw4w9WgXcQ", "https://notyoutube.com/watch?v=dQw4w9WgXcQ",
            "https://example.org/youtube.com/watch?v=dQw4w9WgXcQ",
            "https://youtu.be.example.org/dQw4w9WgXcQ", "https://xyoutu.be/dQw4w9WgXcQ", "https://www.youtube.com/watch?v=short",
            "https://www.youtube.com/watch?v=dQw4w9WgXcQx",
            "https://www.youtube.com/watch?v=dQw4w9WgXc%51", "https://www.youtube.com/watch?list=x",
            "https://www.youtube.com/embed/videoseries?list=x",
            "https://www.youtube.com/embed/live_stream?channel=x", "https://www.youtube.com/@channel",
            "https://www.youtube.com/channel/dQw4w9WgXcQ", "https://www.youtube.com/",
            "https://www.youtube.com:8443/watch?v=dQw4w9WgXcQ", "https://youtu.be/",
            "https://studio.youtube.com/watch?v=dQw4w9WgXcQ", "https://www.youtube.com/watch#v=dQw4w9WgXcQ",
            "https://www.youtube.com//watch?v=dQw4w9WgXcQ", "https://xn--outube-6hc.com/watch?v=dQw4w9WgXcQ",
        ])
    func lookAlikes(address: String) throws {
        let link = try ExternalLink(sourceURL: address).checked()
        #expect(link.video == nil && link.provider == .generic)
    }

    @Test("the kind is told by the address's extension, the name by its last part")
    func kinds() throws {
        let expected: [(String, AssetKind, String)] = [
            ("https://example.org/a/photo.JPG?x=1", .image, "photo.JPG"), ("https://example.org/film.mp4", .video, "film.mp4"),
            ("https://example.org/a%20b.pdf", .pdf, "a b.pdf"), ("https://example.org/x.tar.gz", .archive, "x.tar.gz"),
            ("https://example.org/notes.md", .document, "notes.md"), ("https://example.org/song.mp3", .audio, "song.mp3"),
            ("https://example.org/page", .other, "page"), ("https://example.org/", .other, "example.org"),
            ("https://example.org/.jpg", .image, ".jpg"), ("https://example.org/a%2Fb.png", .image, "b.png"),
        ]
        for (address, kind, name) in expected {
            let link = try ExternalLink(sourceURL: address).checked()
            #expect(link.kind == kind && link.name == name, "\(address)")
        }
    }

    @Test("a provider that does not agree with the address is refused, with every other problem")
    func providers() throws {
        let film = "https://youtu.be/dQw4w9WgXcQ"
        #expect(try ExternalLink(sourceURL: film, provider: .youtube).checked().provider == .youtube)
        #expect(try ExternalLink(sourceURL: film, provider: .externalURL).checked().provider == .externalURL)
        #expect(try ExternalLink(sourceURL: "https://example.org/", provider: .externalURL).checked().provider == .externalURL)
        for (address, provider) in [(film, AssetProvider.generic), ("https://example.org/", .youtube), (film, .upload)] {
            let error = #expect(throws: AssetError.self) { try ExternalLink(sourceURL: address, provider: provider).checked() }
            #expect(error?.fields.map(\.code) == ["provider_mismatch"])
        }
        var link = ExternalLink(sourceURL: "nowhere", thumbnailURL: "ftp://example.org/")
        link.sourceField = "url"
        let error = #expect(throws: AssetError.self) { try link.checked() }
        #expect(error?.fields.map(\.field) == ["url", "thumbnailUrl"])
    }
}
