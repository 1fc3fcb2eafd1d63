/// An address a Markdown document names, of a link or of a picture.
package struct DocumentReference: Hashable, Sendable {
    /// As it was written, with entities and backslashes resolved and percent-encoding kept.
    package let destination: String
    package let isImage: Bool

    package init(_ destination: String, isImage: Bool) {
        self.destination = destination
        self.isImage = isImage
    }
}

/// What shall stand in a reference's place.
package struct DocumentReplacement: Hashable, Sendable {
    package enum Player: UInt8, CaseIterable, Sendable {
        /// None: a link or a picture with another address.
        case none = 0
        case video = 1
        case audio = 2
        /// Another site's player, in a frame.
        case frame = 3
    }

    package let reference: DocumentReference
    package let address: String
    package let player: Player
    /// What a player is called where the document gives no alternative text.
    package let name: String

    package init(_ reference: DocumentReference, by address: String, player: Player = .none, name: String = "") {
        self.reference = reference
        self.address = address
        self.player = player
        self.name = name
    }
}
