internal import FoundationEssentials
internal import Library
internal import Operations

/// `Upload-Metadata`: names and values in base64, with commas between. What is known here describes the asset; the protocol lets
/// clients send anything beside.
struct TusMetadata {
    private let values: [String: String]
    /// In the order of the header.
    private let names: [String]

    /// A header may be long, but is kept with the upload.
    private static let maximumBytes = 16 * 1024

    init(_ header: String?) throws(UploadError) {
        var values: [String: String] = [:]
        var names: [String] = []
        let header = header ?? ""
        guard header.utf8.count <= Self.maximumBytes else { throw Self.malformed }
        for pair in header.split(separator: ",") {
            let words = pair.split(separator: " ")
            guard let name = words.first, words.count <= 2, name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }),
                let value = words.count == 2 ? Self.text(words[1]) : "", values.updateValue(value, forKey: String(name)) == nil
            else { throw Self.malformed }
            names.append(String(name))
        }
        self.values = values
        self.names = names
    }

    /// What the metadata say about the file, but for `filetype`: the type comes from the bytes; throws everything that is wrong with any of it together.
    func details() throws -> UploadDetails {
        var fields = UploadFields()
        for name in names where Self.known.contains(name) { fields.add(name, values[name] ?? "") }
        var details = UploadDetails(fileName: values["filename"] ?? values["name"] ?? "")
        if let text = values["onDuplicate"], !text.isEmpty {
            guard let choice = OnDuplicate(rawValue: text) else {
                throw AssetError.invalidFields([.unknownValue("onDuplicate", of: OnDuplicate.allCases.map(\.rawValue))])
            }
            details.onDuplicate = choice
        }
        return try fields.applied(to: details)
    }

    /// The fields of an upload's form by the same names.
    private static let known: Set<String> = [
        "title", "description", "altText", "label", "folderId", "logicalPath", "tag", "mediaType", "visibility",
    ]

    private static let malformed = UploadError.malformedHeader(
        "Upload-Metadata", accepts: "pairs of a name and a UTF-8 text in base64, each name once, with commas between")

    private static func text(_ base64: Substring) -> String? {
        guard let data = Data(base64Encoded: String(base64)) else { return nil }
        return String(validating: data, as: UTF8.self)
    }
}
