internal import Markup

/// What is stored, by kind and against the limit (M47); also part of the grid fragment, so that it follows uploads.
enum StorageCard {
    /// The bar's length in its own units.
    private static let barLength = 1000
    private static let gap = 6

    static func html(_ storage: StorageModel, _ context: PageContext) -> HTML {
        let t = context.localization
        let sizes = t(
            "storage.used", ["used": byteCount(storage.usedBytes, t), "limit": byteCount(storage.limitBytes, t)])
        return """
            <section class="storage" id="storage" aria-labelledby="storage-title">
            <h2 id="storage-title">\(t("storage.title"))</h2>
            \(bar(storage))
            <p\(attribute: "class", storage.isNearlyFull ? "is-nearly-full" : nil)>\(sizes)</p>
            \(storage.kinds.isEmpty ? nil : legend(storage, t))
            \(storage.linkCount > 0 ? links(storage, t) : nil)
            \(storage.reservedBytes > 0 ? onTheirWay(storage, t) : nil)
            \(storage.exportPath.map { #"<p><a href="\#(url: $0)">\#(t("export.link"))</a></p>"# as HTML })
            </section>
            """
    }

    private static func links(_ storage: StorageModel, _ t: Localization) -> HTML {
        "<p>\(t("storage.links", count: storage.linkCount))</p>"
    }

    /// Decoration: the words under it say the same.
    private static func bar(_ storage: StorageModel) -> HTML {
        let whole = max(storage.limitBytes, storage.usedBytes, 1)
        var start = 0
        let parts = storage.kinds.map { part -> HTML in
            // What is there at all can be seen.
            let length = max(Int(Double(part.bytes) / Double(whole) * Double(barLength)), 12)
            defer { start += length + gap }
            return #"<rect class="kind-\#(part.kind.rawValue)" x="\#(start)" width="\#(length)" height="8"></rect>"#
        }
        return """
            <svg class="storage-bar" viewBox="0 0 \(barLength) 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">\
            \(parts)</svg>
            """
    }

    /// Room that is taken already for what is not there yet.
    private static func onTheirWay(_ storage: StorageModel, _ t: Localization) -> HTML {
        let words = t("storage.reserved", ["size": byteCount(storage.reservedBytes, t)])
        guard let path = storage.uploadsPath else { return "<p>\(words)</p>" }
        return #"<p><a href="\#(url: path)">\#(words)</a></p>"#
    }

    private static func legend(_ storage: StorageModel, _ t: Localization) -> HTML {
        let kinds = storage.kinds.map { row($0.kind.rawValue, t("kinds.\($0.kind.rawValue)"), $0.bytes, t) }
        return """
            <dl class="storage-kinds">\(kinds)\
            \(storage.archivedBytes > 0 ? row(nil, t("storage.archived"), storage.archivedBytes, t) : nil)\
            \(storage.trashedBytes > 0 ? row(nil, t("storage.trashed"), storage.trashedBytes, t) : nil)</dl>
            """
    }

    private static func row(_ kind: String?, _ words: String, _ bytes: Int64, _ t: Localization) -> HTML {
        """
        <div><dt>\(kind.map { #"<span class="swatch kind-\#($0)"></span>"# as HTML })\(words)</dt>\
        <dd>\(byteCount(bytes, t))</dd></div>
        """
    }
}

extension StorageModel {
    /// Nine tenths and more.
    fileprivate var isNearlyFull: Bool { usedBytes >= limitBytes / 10 * 9 }
}
