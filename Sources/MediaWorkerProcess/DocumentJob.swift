internal import Markdown
internal import MediaWorker

/// One Markdown document, parsed.
struct DocumentJob {
    private let document: MarkdownDocument
    private let replacements: [DocumentReplacement]

    init(_ source: UnsafeRawBufferPointer) throws {
        guard let job = MarkdownJob(Array(source)) else { throw Refused(.malformed("the job cannot be read")) }
        var markdown = job.markdown
        let document = markdown.withUTF8 { MarkdownDocument(UnsafeRawBufferPointer($0)) }
        guard let document else { throw Refused(.outOfMemory) }
        self.document = document
        replacements = job.replacements
    }

    /// Each reference once, in order.
    func references() throws -> [DocumentReference] {
        var known: Set<MarkdownReference> = []
        let references = document.references.filter { known.insert($0).inserted }
        guard references.count <= MediaWorkerPool.maximumReferences else {
            throw Refused(.tooLarge("it names more than \(MediaWorkerPool.maximumReferences) different addresses"))
        }
        return references.map { DocumentReference($0.destination, isImage: $0.isImage) }
    }

    func html() throws -> String {
        let pairs = replacements.map { (MarkdownReference($0.reference), MarkdownReplacement($0)) }
        let table = Dictionary(pairs) { first, _ in first }
        guard let html = document.rewrite({ table[$0] }).html() else { throw Refused(.outOfMemory) }
        return String(decoding: html, as: UTF8.self)
    }
}

extension MarkdownReference {
    fileprivate init(_ reference: DocumentReference) { self.init(reference.destination, isImage: reference.isImage) }
}

extension MarkdownReplacement {
    fileprivate init(_ replacement: DocumentReplacement) {
        let player: MarkdownPlayer.Kind? =
            switch replacement.player {
            case .none: nil
            case .video: .video
            case .audio: .audio
            case .frame: .frame
            }
        self.init(address: replacement.address, player: player, name: replacement.name)
    }
}
