import FileTypes
import Testing

@Suite struct FileExtensionTests {
    @Test(
        "each type has its usual extension",
        arguments: [
            ("image/jpeg", "jpg"), ("image/svg+xml", "svg"), ("video/quicktime", "mov"), ("audio/mpeg", "mp3"),
            ("application/pdf", "pdf"),
            ("text/plain; charset=utf-8", "txt"), ("IMAGE/PNG", "png"), ("application/octet-stream", "bin"),
            ("x/unheard-of", "bin"), ("", "bin"),
        ])
    func preferred(type: String, name: String) {
        #expect(FileExtension.preferred(forMIMEType: type) == name)
    }

    @Test(
        "an extension promises a type, in any case; an unknown one none",
        arguments: [
            ("JPG", "image/jpeg"), ("jpeg", "image/jpeg"), ("mp4", "video/mp4"), ("3gp", "video/3gpp"), ("htm", "text/html"),
            ("", nil), ("exe2", nil),
        ] as [(String, String?)])
    func reverse(name: String, type: String?) {
        #expect(FileExtension.mimeType(forExtension: name) == type)
    }

    @Test("a type's extension leads back to it")
    func roundTrip() {
        for type in ["image/heic", "image/avif", "video/webm", "audio/opus", "application/zip", "text/html", "font/woff2"] {
            #expect(FileExtension.mimeType(forExtension: FileExtension.preferred(forMIMEType: type)) == type)
        }
    }
}
