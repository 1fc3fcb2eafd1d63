/// What a reference in a body becomes.
enum Respelling: Hashable, Sendable {
    /// It stays as it is.
    case keep
    /// This address in its place, as whoever reads the body is to read it: the rewriter writes it as JSON and Markdown need it.
    case write(String)
    /// It should become another, and there is no way to write that in its form: it stays, and is told.
    case impossible
}

/// A body with other addresses in it, and every other byte as it was.
struct RewrittenBody: Sendable {
    let body: String
    /// What was rewritten, as it was before.
    let rewritten: [FoundReference]
    /// What should have become another and could not be rewritten safely; it stands in the body as before.
    let notRewritten: [FoundReference]
}
