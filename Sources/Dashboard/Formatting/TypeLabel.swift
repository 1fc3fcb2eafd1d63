/// A media type as people say it: `JPEG`, `MP3`, `DOCX`; the kind's name when the type says nothing.
func typeLabel(mediaType: String, kind: AssetKindModel, _ t: Localization) -> String {
    if let known = knownLabels[mediaType] { return known }
    var subtype = mediaType.split(separator: "/", maxSplits: 1).last.map(String.init) ?? ""
    if subtype.hasPrefix("x-") { subtype.removeFirst(2) }
    if let plus = subtype.firstIndex(of: "+") { subtype = String(subtype[..<plus]) }
    return (1...5).contains(subtype.count) ? subtype.uppercased() : t("kind.\(kind.rawValue)")
}

private let knownLabels = [
    "application/gzip": "GZ",
    "application/msword": "DOC",
    "application/vnd.ms-excel": "XLS",
    "application/vnd.ms-powerpoint": "PPT",
    "application/vnd.oasis.opendocument.spreadsheet": "ODS",
    "application/vnd.oasis.opendocument.text": "ODT",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PPTX",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "application/x-7z-compressed": "7Z",
    "audio/mpeg": "MP3",
    "text/csv": "CSV",
    "text/markdown": "MD",
    "text/plain": "TXT",
    "video/quicktime": "MOV",
    "video/x-matroska": "MKV",
]
