/// Which files a policy takes, by the type their bytes have (M15).
package enum AcceptedTypes: Hashable, Sendable {
    case all
    case kinds(Set<AssetKind>)
    case mimeTypes([String])

    /// Parses `all`, kinds (`image, pdf`) or MIME types (`image/png, application/pdf`), never a mixture; nil for anything else.
    package init?(_ text: String) {
        let words = text.split(separator: ",").map { String($0).trimmedWhitespace.folded }
        let kinds = words.compactMap(AssetKind.init(rawValue:))
        if words == ["all"] {
            self = .all
        } else if !words.isEmpty, kinds.count == words.count {
            self = .kinds(Set(kinds))
        } else if !words.isEmpty, words.allSatisfy(Self.isMIMEType) {
            self = .mimeTypes(words)
        } else {
            return nil
        }
    }

    /// What ``init(_:)`` reads.
    package var text: String {
        switch self {
        case .all: "all"
        case .kinds(let kinds): AssetKind.allCases.filter(kinds.contains).map(\.rawValue).joined(separator: ", ")
        case .mimeTypes(let types): types.joined(separator: ", ")
        }
    }

    package func contains(mimeType: String) -> Bool {
        switch self {
        case .all: true
        case .kinds(let kinds): kinds.contains(AssetKind(mimeType: mimeType))
        case .mimeTypes(let types): types.contains(mimeType)
        }
    }

    /// What is accepted, for a sentence: `image/jpeg, image/png`.
    package var summary: String {
        switch self {
        case .all: "any file"
        case .kinds(let kinds): kinds.map { "\($0.rawValue) files" }.sorted().joined(separator: ", ")
        case .mimeTypes(let types): types.joined(separator: ", ")
        }
    }

    private static func isMIMEType(_ text: String) -> Bool {
        let halves = text.split(separator: "/", omittingEmptySubsequences: false)
        let isToken = { (half: Substring) in
            !half.isEmpty
                && half.utf8.allSatisfy { byte in byte > 0x20 && byte < 0x7f && !"()<>@,;:\\\"/[]?=*".utf8.contains(byte) }
        }
        return halves.count == 2 && halves.allSatisfy(isToken)
    }
}
