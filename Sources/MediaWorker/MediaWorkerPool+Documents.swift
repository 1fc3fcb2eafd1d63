/// Markdown is parsed where pictures are decoded: a parse that takes too long ends with its process (M44).
extension MediaWorkerPool {
    /// Different references one document may have; more are ``MediaWorkerError`` `tooLarge`.
    package static let maximumReferences = 5_000
    /// Bytes of the HTML made of one document.
    private static let maximumHTML = 8 << 20
    private static let memoryMegabytes = 384

    /// The different references of a document that are shown, in order; a few milliseconds.
    package func references(in markdown: String) async throws(MediaWorkerError) -> [DocumentReference] {
        guard case .references(let references) = try await document(.findReferences, MarkdownJob(markdown)) else {
            throw unexpected
        }
        return references
    }

    /// The document as HTML that runs nothing, with `replacements` in place.
    package func html(of markdown: String, _ replacements: [DocumentReplacement]) async throws(MediaWorkerError) -> String {
        guard case .html(let html) = try await document(.renderMarkdown, MarkdownJob(markdown, replacements)) else {
            throw unexpected
        }
        return html
    }

    private func document(_ request: WorkerRequest, _ job: MarkdownJob) async throws(MediaWorkerError) -> WorkerReply {
        try await run(
            request, on: try memoryFile(job.encoded()), in: documents, megabytes: Self.memoryMegabytes,
            seconds: configuration.documentTimeLimit, replyBytes: Self.maximumHTML)
    }
}
