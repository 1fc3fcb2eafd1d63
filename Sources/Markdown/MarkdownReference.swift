/// An address a document names, of a link or of a picture.
package struct MarkdownReference: Hashable, Sendable {
    /// As it was written, with entities and backslashes resolved and percent-encoding kept.
    package let destination: String
    package let isImage: Bool

    package init(_ destination: String, isImage: Bool) {
        self.destination = destination
        self.isImage = isImage
    }
}

/// What stands in a reference's place.
package struct MarkdownReplacement: Sendable {
    package var address: String
    /// Set for a picture that is none.
    package var player: MarkdownPlayer.Kind?
    /// What the player is called where the document gives no alternative text.
    package var name: String

    package init(address: String, player: MarkdownPlayer.Kind? = nil, name: String = "") {
        self.address = address
        self.player = player
        self.name = name
    }
}
