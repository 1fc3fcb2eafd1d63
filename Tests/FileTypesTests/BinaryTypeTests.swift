import FileTypes
import Glibc
import Testing

@Suite struct BinaryTypeTests {
    @Test(
        "pictures are told by their first bytes",
        arguments: [
            Sample("image/jpeg", bytes("\u{FF}\u{D8}\u{FF}\u{E0}\0\u{10}JFIF\0")),
            Sample("image/jpeg", bytes("\u{FF}\u{D8}\u{FF}\u{E1}\0\u{10}Exif\0")),
            Sample("image/png", bytes("\u{89}PNG\r\n\u{1A}\n\0\0\0\rIHDR")), Sample("image/gif", bytes("GIF89a")),
            Sample("image/gif", bytes("GIF87a\u{1}\0")),
            Sample("image/webp", bytes("RIFF\u{24}\0\0\0WEBPVP8 ")), Sample("image/tiff", bytes("II*\0\u{8}\0\0\0")),
            Sample("image/tiff", bytes("MM\0*\0\0\0\u{8}")), Sample("image/tiff", bytes("II+\0\u{8}\0\0\0")),
            Sample("image/bmp", bytes("BM"), zeros(12), littleEndian(40), zeros(40)),
            Sample(
                "image/vnd.microsoft.icon", [0, 0, 1, 0, 1, 0, 16, 16, 0, 0, 1, 0, 32, 0], littleEndian(40), littleEndian(22),
                zeros(40)),
            Sample("image/jxl", [0xFF, 0x0A, 0x7F, 0]), Sample("image/jxl", bytes("\0\0\0\u{C}JXL \r\n\u{87}\n")),
            Sample("image/jp2", bytes("\0\0\0\u{C}jP  \r\n\u{87}\n")), Sample("image/j2c", [0xFF, 0x4F, 0xFF, 0x51, 0, 0x2F]),
            Sample("image/vnd.adobe.photoshop", bytes("8BPS\0\u{1}")),
        ])
    func pictures(sample: Sample) throws {
        #expect(try type(of: sample.bytes) == sample.type)
    }

    @Test(
        "boxes are told by their brand, and by what is coded where the brand is a general one",
        arguments: [
            Sample("image/heic", brand("heic", ["mif1", "heic"])), Sample("image/heic", brand("mif1", ["mif1", "heic"])),
            Sample("image/heif", brand("mif1", ["mif1", "miaf"])), Sample("image/avif", brand("avif", ["mif1", "avif"])),
            Sample("image/avif", brand("mif1", ["miaf", "avif"])), Sample("image/heic-sequence", brand("hevc", ["msf1"])),
            Sample("image/avif", brand("avis")), Sample("image/x-canon-cr3", brand("crx ")),
            Sample("video/mp4", brand("isom", ["iso2", "avc1", "mp41"])),
            Sample("video/mp4", brand("mp42")), Sample("video/quicktime", brand("qt  ")),
            Sample("video/quicktime", box("wide", []), box("mdat", zeros(9))),
            Sample("video/quicktime", movie("vide")), Sample("video/x-m4v", brand("M4V ")), Sample("audio/mp4", brand("M4A ")),
            Sample("audio/mp4", brand("M4B ")),
            Sample("video/3gpp", brand("3gp5")), Sample("video/3gpp2", brand("3g2a")),
        ])
    func boxes(sample: Sample) throws {
        #expect(try type(of: sample.bytes) == sample.type)
    }

    @Test("an MP4 with sound alone is audio; with a picture, or with its tracks out of sight, it is video")
    func soundOnly() throws {
        #expect(try type(of: brand("isom") + movie("soun")) == "audio/mp4")
        #expect(try type(of: brand("isom") + movie("soun", "vide")) == "video/mp4")
        #expect(try type(of: brand("isom") + box("mdat", zeros(100_000)) + movie("soun")) == "video/mp4")
        #expect(try type(of: brand("3gp4") + movie("soun")) == "audio/3gpp")
    }

    @Test(
        "sound and video are told from one another",
        arguments: [
            Sample("video/webm", [0x1A, 0x45, 0xDF, 0xA3, 0x9F, 0x42, 0x86, 0x81, 1, 0x42, 0x82, 0x84], bytes("webm")),
            Sample("video/x-matroska", [0x1A, 0x45, 0xDF, 0xA3, 0xA3, 0x42, 0x82, 0x88], bytes("matroska")),
            Sample("video/x-msvideo", bytes("RIFF\u{24}\0\0\0AVI LIST")), Sample("audio/wav", bytes("RIFF\u{24}\0\0\0WAVEfmt ")),
            Sample("audio/aiff", bytes("FORM\0\0\0\u{24}AIFFCOMM")), Sample("audio/midi", bytes("MThd\0\0\0\u{6}\0\u{1}")),
            Sample("audio/flac", bytes("fLaC\0\0\0\"")), Sample("audio/flac", id3(50), bytes("fLaC\0\0\0\"")),
            Sample("audio/opus", oggPage(bytes("OpusHead\u{1}\u{2}"))), Sample("audio/ogg", oggPage(bytes("\u{1}vorbis"))),
            Sample("video/ogg", oggPage(bytes("\u{80}theora"))), Sample("audio/amr", bytes("#!AMR\n<")),
            Sample("video/mpeg", [0, 0, 1, 0xBA, 0x44]), Sample("audio/mpeg", mp3(3)), Sample("audio/mpeg", mp3(1)),
            Sample("audio/aac", aac(3)),
            Sample("audio/aac", id3(20), aac(3)), Sample("audio/mpeg", id3(60), mp3(3)),
            Sample("video/mp2t", (0..<4).flatMap { _ in [0x47] + zeros(187) }),
            Sample("video/mp2t", (0..<4).flatMap { _ in zeros(4) + [0x47] + zeros(187) }),
        ])
    func soundAndVideo(sample: Sample) throws {
        #expect(try type(of: sample.bytes) == sample.type)
    }

    @Test("an MP3 whose cover is larger than the head is an MP3")
    func largeCover() throws {
        #expect(try type(of: id3(300_000) + mp3(3)) == "audio/mpeg")
    }

    @Test("a first byte or two like a packet's, a bitmap's or a program's are not enough")
    func falseSync() throws {
        #expect(try type(of: [0x47] + zeros(2000)) != "video/mp2t")
        #expect(try type(of: bytes("BMW is a maker of cars, not a bitmap")) == "text/plain")
        #expect(try type(of: bytes("MZ is short for something else here, at any rate no program.......")) == "text/plain")
    }

    @Test(
        "archives, documents and programs",
        arguments: [
            Sample("application/pdf", bytes("%PDF-1.7\n%\u{E2}\u{E3}")), Sample("application/gzip", [0x1F, 0x8B, 8, 0]),
            Sample("application/x-7z-compressed", bytes("7z\u{BC}\u{AF}\u{27}\u{1C}")),
            Sample("application/vnd.rar", bytes("Rar!\u{1A}\u{7}\u{1}\0")),
            Sample("application/x-tar", bytes("name.txt"), zeros(249), bytes("ustar\0"), zeros(249)),
            Sample("application/x-bzip2", bytes("BZh91AY&SY")), Sample("application/x-xz", bytes("\u{FD}7zXZ\0")),
            Sample("application/zstd", [0x28, 0xB5, 0x2F, 0xFD, 4]), Sample("application/rtf", bytes("{\\rtf1\\ansi}")),
            Sample("application/vnd.microsoft.portable-executable", bytes("MZ"), zeros(58), littleEndian(64), bytes("PE\0\0")),
            Sample("application/vnd.sqlite3", bytes("SQLite format 3\0")), Sample("font/woff2", bytes("wOF2\0")),
            Sample("application/x-ole-storage", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], zeros(600)),
            Sample(
                "application/msword", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], zeros(1016),
                bytes("W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0")),
        ])
    func others(sample: Sample) throws {
        #expect(try type(of: sample.bytes) == sample.type)
    }

    @Test("a PDF may begin after some lines of something else")
    func latePDF() throws {
        #expect(try type(of: "\r\n\r\n  %PDF-1.4\n") == "application/pdf")
        #expect(try type(of: "Content-Type: x\n%PDF-1.4\n") == "application/pdf")
        #expect(try type(of: "About the mark %PDF- in files") == "text/plain")
    }

    @Test(
        "documents that are ZIP files are told by the names inside",
        arguments: [
            Sample("application/zip", entry("a.txt")), Sample("application/zip", bytes("PK\u{5}\u{6}"), zeros(18)),
            Sample("docx", entry("[Content_Types].xml"), entry("_rels/.rels"), entry("word/document.xml")),
            Sample(
                "docx", entry("[Content_Types].xml", streamed: true), entry("_rels/.rels", streamed: true),
                entry("word/document.xml")),
            Sample("xlsx", entry("_rels/.rels"), entry("xl/workbook.xml")),
            Sample("pptx", entry("[Content_Types].xml"), entry("ppt/presentation.xml")),
            Sample("application/zip", entry("word/holiday.jpg")),
            Sample("odt", entry("mimetype", "application/vnd.oasis.opendocument.text")),
            Sample("application/epub+zip", entry("mimetype", "application/epub+zip"), entry("META-INF/container.xml")),
            Sample("application/zip", entry("mimetype", "text/html")),
            Sample("application/java-archive", entry("META-INF/MANIFEST.MF")),
        ])
    func zip(sample: Sample) throws {
        let found = try type(of: sample.bytes)
        #expect(found == sample.type || FileExtension.preferred(forMIMEType: found) == sample.type)
    }

    @Test("no cut and no flipped bit of a sample makes the detector read beyond the bytes")
    func damage() throws {
        let samples = [
            brand("mif1", ["mif1", "heic"]) + movie("soun"), entry("[Content_Types].xml", streamed: true) + entry("word/a"),
            id3(40) + mp3(2),
            aac(2), oggPage(bytes("fishead")), [0, 0, 1, 0, 1, 0] + zeros(30), bytes("<!DOCTYPE x [ <!-- <?xml <svg"),
            bytes("{\"a\": [1, \"\\"),
            bytes("MZ") + zeros(58) + [0xFF, 0xFF, 0xFF, 0xFF],
        ]
        var random = SystemRandomNumberGenerator()
        for sample in samples {
            for length in 0...sample.count {
                // A buffer of exactly this length, so that AddressSanitizer sees one byte too many.
                _ = try type(of: Array(sample[..<length]), byteSize: Int.random(in: 0...1 << 40, using: &random))
            }
            for position in sample.indices {
                var damaged = sample
                damaged[position] = [0, 0xFF, 0x80, damaged[position] ^ 1].randomElement(using: &random)!
                _ = try type(of: damaged)
            }
        }
    }

    @Test("nothing and noise are octet streams")
    func unknown() throws {
        #expect(try type(of: [UInt8]()) == "application/octet-stream")
        #expect(try type(of: [0, 1, 2, 3, 0xC0, 0xFE, 0, 7]) == "application/octet-stream")
    }

    @Test("what only libmagic knows comes from libmagic, from many threads at once")
    func magic() async throws {
        let photoCD = bytes("\u{76}\u{2F}\u{31}\u{1}\u{2}\0\0\0channels\0")  // OpenEXR
        let answers = await withTaskGroup(of: String?.self) { group in
            for _ in 0..<50 { group.addTask { try? type(of: photoCD) } }
            return await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(answers == ["image/x-exr"])
    }

    @Test("a program of this system is a program, and its users are text")
    func systemFiles() throws {
        #expect(try type(of: contents("/bin/sh")) == "application/x-executable")
        #expect(try type(of: contents("/usr/bin/ldd")) == "text/x-shellscript")
        #expect(try type(of: contents("/etc/passwd")) == "text/plain")
    }

    private func contents(_ path: String) throws -> [UInt8] {
        let file = try #require(fopen(path, "r"))
        defer { fclose(file) }
        return [UInt8](unsafeUninitializedCapacity: 64 << 10) { $1 = fread($0.baseAddress!, 1, $0.count, file) }
    }
}
