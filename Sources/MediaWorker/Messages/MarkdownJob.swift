/// What a job with a document reads: the Markdown and what to put into it. Both are longer than a message may be.
package struct MarkdownJob: Equatable, Sendable {
    package let markdown: String
    package let replacements: [DocumentReplacement]

    package init(_ markdown: String, _ replacements: [DocumentReplacement] = []) {
        self.markdown = markdown
        self.replacements = replacements
    }

    package func encoded() -> [UInt8] {
        var encoder = WireEncoder()
        encoder.put(markdown)
        encoder.put(UInt32(replacements.count))
        for replacement in replacements {
            encoder.put(replacement.reference)
            encoder.put(replacement.address)
            encoder.put(replacement.player.rawValue)
            encoder.put(replacement.name)
        }
        return encoder.bytes
    }

    package init?(_ bytes: [UInt8]) {
        var decoder = WireDecoder(bytes)
        guard let markdown = decoder.string(), let count = decoder.integer(UInt32.self) else { return nil }
        var replacements: [DocumentReplacement] = []
        for _ in 0..<count {
            guard let replacement = decoder.replacement() else { return nil }
            replacements.append(replacement)
        }
        guard decoder.isAtEnd else { return nil }
        self.init(markdown, replacements)
    }
}

extension WireEncoder {
    mutating func put(_ reference: DocumentReference) {
        put(reference.destination)
        put(reference.isImage ? UInt8(1) : 0)
    }

    mutating func put(_ references: [DocumentReference]) {
        put(UInt32(clamping: references.count))
        for reference in references { put(reference) }
    }
}

extension WireDecoder {
    mutating func reference() -> DocumentReference? {
        guard let destination = string(), let isImage = integer(UInt8.self) else { return nil }
        return DocumentReference(destination, isImage: isImage != 0)
    }

    mutating func references() -> [DocumentReference]? {
        guard let count = integer(UInt32.self), count <= MediaWorkerPool.maximumReferences else { return nil }
        var references: [DocumentReference] = []
        for _ in 0..<count {
            guard let reference = reference() else { return nil }
            references.append(reference)
        }
        return references
    }

    fileprivate mutating func replacement() -> DocumentReplacement? {
        guard let reference = reference(), let address = string(),
            let player = integer(UInt8.self).flatMap(DocumentReplacement.Player.init(rawValue:)), let name = string()
        else { return nil }
        return DocumentReplacement(reference, by: address, player: player, name: name)
    }
}
