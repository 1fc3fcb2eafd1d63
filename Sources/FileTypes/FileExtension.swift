/// Which file name extension goes with which MIME type.
package enum FileExtension {
    /// The usual extension, without a dot and in lower case; `bin` for a type not known here.
    package static func preferred(forMIMEType type: String) -> String {
        let bare = type.prefix { $0 != ";" && $0 != " " }.lowercased()
        return extensionByType[bare] ?? "bin"
    }

    /// The type a name with this extension (without its dot, in any case) promises; nil if not known here.
    package static func mimeType(forExtension name: String) -> String? { typeByExtension[name.lowercased()] }

    private static let extensionByType = Dictionary(
        table.map { ($0.type, String($0.extensions.prefix { $0 != " " })) }, uniquingKeysWith: { first, _ in first })

    private static let typeByExtension = Dictionary(
        table.flatMap { entry in entry.extensions.split(separator: " ").map { (String($0), entry.type) } },
        uniquingKeysWith: { first, _ in first })

    /// The preferred extension comes first; of types that share an extension, the one it stands for.
    private static let table: [(type: String, extensions: String)] = [
        ("image/jpeg", "jpg jpeg jpe jfif"), ("image/png", "png"), ("image/gif", "gif"), ("image/webp", "webp"),
        ("image/heic", "heic"), ("image/heif", "heif"), ("image/heic-sequence", "heics"), ("image/avif", "avif"),
        ("image/tiff", "tiff tif"), ("image/bmp", "bmp"), ("image/vnd.microsoft.icon", "ico"), ("image/jxl", "jxl"),
        ("image/jp2", "jp2"), ("image/j2c", "j2c j2k"), ("image/svg+xml", "svg"), ("image/vnd.adobe.photoshop", "psd"),
        ("image/x-canon-cr2", "cr2"), ("image/x-canon-cr3", "cr3"),

        ("video/mp4", "mp4"), ("video/quicktime", "mov qt"), ("video/x-m4v", "m4v"), ("video/webm", "webm"),
        ("video/x-matroska", "mkv"), ("video/x-msvideo", "avi"), ("video/mp2t", "ts m2ts mts"), ("video/3gpp", "3gp"),
        ("video/3gpp2", "3g2"), ("video/mpeg", "mpg mpeg"), ("video/ogg", "ogv"), ("video/x-flv", "flv"),
        ("video/x-ms-asf", "asf wmv"), ("video/x-ms-wmv", "wmv"),

        ("audio/mpeg", "mp3"), ("audio/aac", "aac"), ("audio/mp4", "m4a m4b"), ("audio/flac", "flac"), ("audio/ogg", "ogg oga"),
        ("audio/opus", "opus"), ("audio/wav", "wav"), ("audio/aiff", "aiff aif aifc"), ("audio/midi", "mid midi"),
        ("audio/amr", "amr"), ("audio/3gpp", "3gp"), ("audio/3gpp2", "3g2"),

        ("application/pdf", "pdf"), ("application/zip", "zip"), ("application/gzip", "gz tgz"),
        ("application/x-7z-compressed", "7z"), ("application/vnd.rar", "rar"), ("application/x-tar", "tar"),
        ("application/x-bzip2", "bz2"), ("application/x-xz", "xz"), ("application/zstd", "zst"),
        ("application/java-archive", "jar"), ("application/epub+zip", "epub"), ("application/rtf", "rtf"),
        ("application/postscript", "ps eps"), ("application/msword", "doc"), ("application/vnd.ms-excel", "xls"),
        ("application/vnd.ms-powerpoint", "ppt"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
        ("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"),
        ("application/vnd.oasis.opendocument.text", "odt"), ("application/vnd.oasis.opendocument.spreadsheet", "ods"),
        ("application/vnd.oasis.opendocument.presentation", "odp"), ("application/vnd.oasis.opendocument.graphics", "odg"),

        ("text/html", "html htm xhtml"), ("application/xml", "xml"), ("application/json", "json"), ("text/plain", "txt text log"),
        ("text/csv", "csv"), ("text/markdown", "md markdown"), ("text/css", "css"), ("text/javascript", "js mjs"),
        ("text/vtt", "vtt"), ("text/vcard", "vcf"), ("text/calendar", "ics"), ("text/x-shellscript", "sh"),
        ("text/x-python", "py"), ("text/x-perl", "pl"), ("text/x-php", "php"),

        ("application/vnd.microsoft.portable-executable", "exe dll"), ("application/x-executable", "elf"),
        ("application/wasm", "wasm"), ("application/vnd.sqlite3", "sqlite"), ("font/woff", "woff"), ("font/woff2", "woff2"),
        ("font/otf", "otf"), ("font/ttf", "ttf"), ("application/octet-stream", "bin"),
    ]
}
