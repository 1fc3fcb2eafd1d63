/// ZIP, and the document formats that are ZIP files with agreed names inside.
enum ZIPFormats {
    static func type(of head: FileHead) -> String? {
        if head.has([0x50, 0x4B, 5, 6]) || head.has([0x50, 0x4B, 7, 8]) { return "application/zip" }
        guard head.has([0x50, 0x4B, 3, 4]) else { return nil }
        if let declared = declaredType(head) { return declared }
        let names = entryNames(head)
        if names.contains("[Content_Types].xml") || names.contains("_rels/.rels") {
            if names.contains(where: { $0.hasPrefix("word/") }) { return office + "wordprocessingml.document" }
            if names.contains(where: { $0.hasPrefix("xl/") }) { return office + "spreadsheetml.sheet" }
            if names.contains(where: { $0.hasPrefix("ppt/") }) { return office + "presentationml.presentation" }
        }
        return names.contains("META-INF/MANIFEST.MF") ? "application/java-archive" : "application/zip"
    }

    private static let office = "application/vnd.openxmlformats-officedocument."

    /// OpenDocument and EPUB have their type, uncompressed, in a first entry called `mimetype`.
    private static func declaredType(_ head: FileHead) -> String? {
        guard head.has("mimetype", at: 30), head.littleEndian16(at: 26) == 8, head.littleEndian16(at: 8) == 0,
            let extra = head.littleEndian16(at: 28), let size = head.littleEndian32(at: 18), (1...100).contains(size),
            let declared = head.text(at: 38 + extra, length: size)
        else { return nil }
        let name = declared.drop { $0.isWhitespace }.prefix { !$0.isWhitespace }
        return known.contains(String(name)) ? String(name) : nil
    }

    private static let known: Set = [
        "application/epub+zip", "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.oasis.opendocument.presentation", "application/vnd.oasis.opendocument.graphics",
        "application/vnd.oasis.opendocument.text-template", "application/vnd.oasis.opendocument.formula",
    ]

    /// The names of the entries whose headers lie within the head, at most 200.
    private static func entryNames(_ head: FileHead) -> [String] {
        var names: [String] = []
        var position: Int? = 0
        while let start = position, names.count < 200, head.has([0x50, 0x4B, 3, 4], at: start),
            let nameLength = head.littleEndian16(at: start + 26), let extra = head.littleEndian16(at: start + 28),
            let size = head.littleEndian32(at: start + 18), let name = head.text(at: start + 30, length: nameLength)
        {
            names.append(name)
            let data = start + 30 + nameLength + extra
            let next = data + size
            // A streamed entry has its size behind its data: look for the next header instead.
            position = head.has([0x50, 0x4B, 3, 4], at: next) ? next : head.find("PK\u{3}\u{4}", from: data)
        }
        return names
    }
}
