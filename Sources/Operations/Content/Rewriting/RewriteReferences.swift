internal import JSON
internal import Library
internal import MediaWorker

extension MediaLibrary {
    /// Writes other addresses in place of references in `item`'s body, where `respell` has it so.
    ///
    ///     let found = try await references(in: item, of: organization)
    ///     let rewritten = try await rewrite(item, found) { reference in
    ///         reference.reference.written == old ? .write(new) : .keep
    ///     }
    ///
    /// `found` are the item's references, read with the organization whose addresses they are: whoever takes in a body from elsewhere
    /// reads it with a copy of that organization (id and slug alone matter), and decides by `lookups` and `written`. Asks no database;
    /// Markdown goes through the sandboxed worker, so call it before a transaction. Throws ``MarkdownError`` and ``ContentError``
    /// `notJSON`.
    func rewrite(
        _ item: ContentItem, _ found: [FoundReference], _ respell: (FoundReference) -> Respelling
    ) async throws -> RewrittenBody {
        var orders = RewriteOrders(found, respell)
        if orders.isEmpty { return RewrittenBody(body: item.body, rewritten: [], notRewritten: orders.impossible) }
        let body: String
        switch item.format {
        case .markdown: body = try await rewrite(item.body, &orders, inText: nil)
        case .json: body = try await rewrite(json: item.body, &orders)
        }
        return RewrittenBody(body: body, rewritten: orders.done, notRewritten: orders.impossible)
    }

    private func rewrite(json body: String, _ orders: inout RewriteOrders) async throws -> String {
        let document: JSONDocument
        do {
            document = try JSONDocument(Array(body.utf8))
        } catch {
            throw ContentError.notJSON("\(error.reason), at byte \(error.offset)")
        }
        var replacements: [Int: String] = [:]
        for index in orders.texts {
            let before = document.texts[index].value
            var text = orders.whole(index) ?? before
            text = orders.parts(of: text, index)
            text = try await rewrite(text, &orders, inText: index)
            if text != before { replacements[index] = text }
        }
        return document.replacing(replacements)
    }

    private func rewrite(_ markdown: String, _ orders: inout RewriteOrders, inText index: Int?) async throws -> String {
        let addresses = orders.markdown(index)
        if addresses.isEmpty { return markdown }
        let rewriter = MarkdownRewriter(addresses) { try await destinations(in: $0) }
        let (text, rewritten) = try await rewriter.rewrite(markdown)
        orders.finish(index, rewritten)
        return text
    }

    private func destinations(in markdown: String) async throws -> Set<String> {
        try Markdown.check(markdown)
        do {
            return Set(try await mediaWorker.references(in: markdown).map(\.destination))
        } catch {
            throw MarkdownError.explaining(error)
        }
    }
}

/// What is to be written where, and what came of it.
private struct RewriteOrders {
    private var open: [(reference: FoundReference, address: String)] = []
    private(set) var done: [FoundReference] = []
    private(set) var impossible: [FoundReference] = []

    init(_ found: [FoundReference], _ respell: (FoundReference) -> Respelling) {
        for reference in found {
            switch respell(reference) {
            case .keep: continue
            case .write(let address) where address == reference.reference.written: continue
            case .write(let address): open.append((reference, address))
            case .impossible: impossible.append(reference)
            }
        }
    }

    var isEmpty: Bool { open.isEmpty }

    /// The JSON texts that change, in order.
    var texts: [Int] { Set(open.compactMap(\.reference.place.text)).sorted() }

    /// What a text that is nothing but a reference becomes.
    mutating func whole(_ index: Int) -> String? {
        guard let order = open.first(where: { $0.reference.place == .whole(text: index) }) else { return nil }
        done.append(order.reference)
        return order.address
    }

    /// `text` with the references put in that are parts of it.
    mutating func parts(of text: String, _ index: Int) -> String {
        var bytes = Array(text.utf8)
        let parts = open.compactMap { order -> (Range<Int>, FoundReference, String)? in
            guard case .part(index, let range) = order.reference.place else { return nil }
            return (range, order.reference, order.address)
        }
        for (range, reference, address) in parts.sorted(by: { $0.0.lowerBound > $1.0.lowerBound }) {
            bytes.replaceSubrange(range, with: address.utf8)
            done.append(reference)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// New addresses by the destinations of a Markdown text.
    func markdown(_ index: Int?) -> [String: String] {
        open.reduce(into: [:]) { addresses, order in
            if case .markdown(index, let destination) = order.reference.place { addresses[destination] = order.address }
        }
    }

    mutating func finish(_ index: Int?, _ rewritten: Set<String>) {
        for order in open {
            guard case .markdown(index, let destination) = order.reference.place else { continue }
            if rewritten.contains(destination) { done.append(order.reference) } else { impossible.append(order.reference) }
        }
    }
}

extension FoundReference.Place {
    /// The JSON text it is in; nil where the body is Markdown.
    fileprivate var text: Int? {
        switch self {
        case .whole(let text), .part(let text, _): text
        case .markdown(let text, _): text
        }
    }
}
