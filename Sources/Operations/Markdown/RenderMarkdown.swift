internal import Database
package import Library
internal import LibraryStore
internal import MediaWorker

extension MediaLibrary {
    /// Makes HTML of Markdown in two phases (M44): addresses that are logical paths of assets become the assets' own, compared exactly;
    /// then pictures that are films or sound become players. What led nowhere is told, and stays as it is written.
    ///
    /// Addresses of this server begin with `baseURL`. Throws ``MarkdownError``; parsing happens in the sandboxed worker, which ends what
    /// takes too long.
    package func renderMarkdown(
        _ markdown: String, baseURL: String = "", by caller: Caller
    ) async throws -> RenderedMarkdown {
        try caller.require(.read)
        try Markdown.check(markdown)
        let references: [DocumentReference]
        do {
            references = try await mediaWorker.references(in: markdown)
        } catch {
            throw MarkdownError.explaining(error)
        }
        let targets = try await targets(of: references.map { WrittenAddress($0.destination) }, baseURL, by: caller)
        let replacements = references.compactMap { DocumentReplacement($0, target: targets[$0.destination]) }
        do {
            let html = try await mediaWorker.html(of: markdown, replacements)
            return RenderedMarkdown(html: html, unresolved: unresolved(references, targets))
        } catch {
            throw MarkdownError.explaining(error)
        }
    }

    private func unresolved(_ references: [DocumentReference], _ targets: [String: ReferenceTarget]) -> [String] {
        var told: Set<String> = []
        return references.map(\.destination).filter { text in
            targets[text] == nil && !WrittenAddress(text).passesThrough && told.insert(text).inserted
        }
    }

    /// Where those of `addresses` lead that are logical paths, all found by one query.
    private func targets(
        of addresses: [WrittenAddress], _ baseURL: String, by caller: Caller
    ) async throws -> [String: ReferenceTarget] {
        let paths = Set(addresses.flatMap { $0.readings.map(\.path) })
        if paths.isEmpty { return [:] }
        let assets: [Asset]
        do {
            assets = try await database.read { try await $0.assets.visible(at: paths, in: caller.organization.id) }
        } catch {
            throw ServiceError.explaining(error)
        }
        let byPath = Dictionary(assets.map { ($0.logicalPath ?? "", $0) }) { first, _ in first }
        var targets: [String: ReferenceTarget] = [:]
        for address in addresses {
            for reading in address.readings {
                guard let asset = byPath[reading.path], let target = target(asset, reading.fragment, baseURL) else { continue }
                targets[address.text] = target
                break
            }
        }
        return targets
    }

    private func target(_ asset: Asset, _ fragment: String, _ baseURL: String) -> ReferenceTarget? {
        if let path = path(of: asset) {
            return ReferenceTarget(address: (path.hasPrefix("/") ? baseURL : "") + path + fragment, kind: asset.kind)
        }
        return asset.sourceURL.map { ReferenceTarget(address: $0 + ($0.contains("#") ? "" : fragment), kind: nil) }
    }
}

/// Where a reference leads in the end.
private struct ReferenceTarget {
    let address: String
    /// Nil for what is not stored here: only its address tells what it is.
    let kind: AssetKind?
}

extension DocumentReplacement {
    /// Nil where the reference stays what it is.
    fileprivate init?(_ reference: DocumentReference, target: ReferenceTarget?) {
        guard target != nil || WrittenAddress(reference.destination).passesThrough else { return nil }
        let address = target?.address ?? reference.destination
        let media = reference.isImage ? EmbeddedMedia(address: address, kind: target?.kind) : .picture
        if target == nil, media == .picture { return nil }
        switch media {
        case .picture: self.init(reference, by: address)
        case .video: self.init(reference, by: address, player: .video, name: media.name)
        case .audio: self.init(reference, by: address, player: .audio, name: media.name)
        case .frame(let frame, _): self.init(reference, by: frame, player: .frame, name: media.name)
        }
    }
}

extension MarkdownError {
    /// What a failure of the worker means to the author of a text.
    static func explaining(_ error: MediaWorkerError) -> any Error {
        switch error {
        case .timedOut, .outOfMemory, .crashed: MarkdownError.tooComplex()
        case .tooLarge(let what), .malformed(let what), .unsupported(let what): MarkdownError.tooComplex(why: what)
        case .overloaded: MarkdownError.busy
        case .unavailable(let why): MarkdownError.unavailable(cause: why)
        case .cancelled: CancellationError()
        }
    }
}
