/// The state of a content item as its own system, or an editor here, tells it.
package struct ContentPush: Sendable {
    package let type: ContentType
    package let externalID: String
    package var title: String
    package var url: String?
    /// JSON or Markdown, as `format` says; empty JSON for an item without a body.
    package var body: String
    package var format: ContentItem.BodyFormat
    /// Which state of the item this is, where its own system counts them; an older one than the stored is refused.
    package var revision: Int?

    package init(
        _ type: ContentType, _ externalID: String, title: String, url: String? = nil, body: String = "",
        format: ContentItem.BodyFormat = .json, revision: Int? = nil
    ) {
        self.type = type
        self.externalID = externalID
        self.title = title
        self.url = url
        self.body = body
        self.format = format
        self.revision = revision
    }

    /// The same in the form it is stored; throws ``ContentError`` `invalidFields` with every problem.
    package func checked() throws(ContentError) -> ContentPush {
        var problems: [FieldProblem] = []
        var push = self
        if let title = TextRule.title.check(title, &problems) {
            push.title = title
        } else {
            problems.append(FieldProblem(field: "title", code: "blank", detail: "title must not be empty."))
        }
        if !ContentItem.isExternalID(externalID) {
            problems.append(
                FieldProblem(
                    field: "externalId", code: "invalid",
                    detail:
                        "The id of a content item has 1 to \(ContentItem.maximumExternalIDCharacters) characters, and no control characters."
                ))
        }
        push.url = checkedURL(&problems)
        checkBody(&problems)
        if let revision, !ContentItem.revisions.contains(revision) {
            let detail = "revision is a whole number from 0 to \(ContentItem.revisions.upperBound)."
            problems.append(FieldProblem(field: "revision", code: "invalid", detail: detail))
        }
        if !problems.isEmpty { throw .invalidFields(problems) }
        return push
    }

    private func checkedURL(_ problems: inout [FieldProblem]) -> String? {
        guard let url, !url.isEmpty else { return nil }
        if url.isPathFromRoot, url.utf8.count <= WebAddress.maximumBytes { return url }
        if let address = WebAddress(url) { return address.text }
        problems.append(
            FieldProblem(
                field: "url", code: "invalid_address",
                detail: "url is a whole address that begins with http:// or https://, or a path that begins with one slash."))
        return nil
    }

    private func checkBody(_ problems: inout [FieldProblem]) {
        let limit = format == .markdown ? Markdown.maximumBytes : ContentItem.maximumBodyBytes
        if body.utf8.count > limit {
            problems.append(
                FieldProblem(field: "body", code: "body_too_large", detail: "The body may have at most \(limit) bytes of UTF-8."))
        }
        if body.utf8.contains(0) {
            problems.append(
                FieldProblem(field: "body", code: "control_character", detail: "The body must not contain the character NUL."))
        }
    }
}

extension ContentItem {
    /// Whether a system outside may call an item this.
    package static func isExternalID(_ text: String) -> Bool {
        !text.isEmpty && text.count <= maximumExternalIDCharacters && text.utf8.count <= maximumExternalIDCharacters * 4
            && !text.unicodeScalars.contains(where: \.isControlOrBidirectional)
    }
}

extension String {
    /// Begins with one slash, not two, and holds nothing a path does not.
    fileprivate var isPathFromRoot: Bool {
        hasPrefix("/") && !hasPrefix("//") && !contains("\\")
            && !unicodeScalars.contains { $0.isControlOrBidirectional || $0.properties.isWhitespace }
    }
}

/// A content item that was saved, and what it names.
package struct SavedContent: Sendable {
    package let item: ContentItem
    package let isNew: Bool
    /// What can be nothing but references to assets of this library, and leads nowhere; as written, each once, in order.
    package let unresolved: [String]

    package init(item: ContentItem, isNew: Bool, unresolved: [String]) {
        self.item = item
        self.isNew = isNew
        self.unresolved = unresolved
    }
}
