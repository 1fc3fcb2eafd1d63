internal import Library

/// A reference, and where exactly in its body it stands, for who rewrites it.
struct FoundReference: Sendable {
    let reference: ContentReference
    let place: Place

    enum Place: Hashable, Sendable {
        /// A JSON text, by its index among the document's, that is nothing but the reference.
        case whole(text: Int)
        /// Part of a JSON text: bytes of the text's value.
        case part(text: Int, Range<Int>)
        /// What a Markdown text names; `text` is nil where the body is the Markdown.
        case markdown(text: Int?, destination: String)
    }
}
