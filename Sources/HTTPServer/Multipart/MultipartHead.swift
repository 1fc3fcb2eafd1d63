/// The header lines of one part, being collected.
struct MultipartHead {
    private var disposition: String?
    private var contentType: String?
    private var lines = 0

    private static let maximumLines = 16

    mutating func take(_ line: UnsafeRawBufferPointer) throws(HTTPError) {
        lines += 1
        guard lines <= Self.maximumLines else { throw .malformed("a part has too many header lines") }
        guard !line.contains(where: FieldCharacters.isControl), let text = String(validating: line, as: UTF8.self),
            let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), FieldCharacters.isToken(text[..<colon])
        else { throw .malformed("a part has a malformed header line") }
        try take(text[..<colon].lowercased(), String(text[text.utf8.index(after: colon)...].trimmed))
    }

    private mutating func take(_ name: String, _ value: String) throws(HTTPError) {
        switch name {
        case "content-disposition":
            guard disposition == nil else { throw .malformed("a part has two Content-Disposition lines") }
            disposition = value
        case "content-type": contentType = value
        case "content-transfer-encoding":
            guard ["binary", "7bit", "8bit"].contains(value.lowercased()) else {
                throw .malformed("the transfer encoding \(value) is not known here")
            }
        default: break
        }
    }

    func part() throws(HTTPError) -> MultipartPart {
        guard let disposition, let parameters = HeaderParameters(disposition), parameters.value == "form-data",
            let name = parameters["name"]
        else { throw .malformed("a part has no proper Content-Disposition") }
        return MultipartPart(name: name, fileName: try fileName(parameters), contentType: contentType)
    }

    private func fileName(_ parameters: HeaderParameters) throws(HTTPError) -> String? {
        // Browsers write a quote inside a name as %22 and escape nothing else.
        guard let extended = parameters["filename*"] else { return parameters["filename"].map(unescapingQuotes) }
        let pieces = extended.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        guard pieces.count == 3, pieces[0].lowercased() == "utf-8", let name = try? PercentEncoding.decode(pieces[2]),
            !name.utf8.contains(where: FieldCharacters.isControl)
        else { throw .malformed("a part has a malformed filename*") }
        return name
    }

    private func unescapingQuotes(_ name: String) -> String {
        name.split(separator: "%22", omittingEmptySubsequences: false).joined(separator: "\"")
    }
}
