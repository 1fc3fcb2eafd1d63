internal import Markup

/// What is known about an asset, as a list of terms.
enum Facts {
    static func html(_ asset: AssetDetailModel, _ scope: LibraryScopeModel) -> HTML {
        let context = scope.context
        let t = context.localization
        let card = asset.card
        return """
            <dl class="facts">
            \(row(t("fact.folder"), folder(asset, scope)))
            \(asset.logicalPath.map { row(t("fact.path"), path($0, scope)) })
            \(!card.tags.isEmpty && !scope.permissions.canEdit ? row(t("field.tags"), tags(card)) : nil)
            \(row(t("fact.kind"), "\(t("kind.\(card.kind.rawValue)"))\(mediaType(card))"))
            \(asset.fetchedFrom.map { row(t("fact.fetchedFrom"), address($0)) })
            \(dimensions(card, t).map { row(t("fact.dimensions"), "<bdi>\($0)</bdi>") })
            \(card.durationSeconds.map { row(t("fact.duration"), HTML(text: clockDuration($0))) })
            \(card.byteSize.map { row(t("fact.size"), size($0, t)) })
            \(row(t("fact.uploaded"), "\(timeElement(card.createdAt, context))\(asset.uploadedBy.map { by($0, t) })"))
            \(asset.updatedAt > card.createdAt ? row(t("fact.changed"), timeElement(asset.updatedAt, context)) : nil)
            \(asset.checksum.map { row(t("fact.checksum"), #"<code title="\#($0)">\#(String($0.prefix(12)))…</code>"#) })
            </dl>
            """
    }

    private static func mediaType(_ card: AssetCardModel) -> HTML? {
        card.mediaType.isEmpty ? nil : " <code>\(card.mediaType)</code>"
    }

    /// A link to another place, which learns nothing of this one.
    private static func address(_ address: String) -> HTML {
        #"<a class="address" dir="ltr" href="\#(url: address)" target="_blank" rel="noopener noreferrer">\#(address)</a>"#
    }

    private static func row(_ term: String, _ value: HTML) -> HTML {
        "<div><dt>\(term)</dt><dd>\(value)</dd></div>"
    }

    /// The way to the folder, and the way to another one.
    private static func folder(_ asset: AssetDetailModel, _ scope: LibraryScopeModel) -> HTML {
        let t = scope.context.localization
        let places = asset.folderPath.map { (FolderPlace.folder($0.id), $0.name) }
        let links = (places.isEmpty ? [(.root, t("folders.none"))] : places).map { place, name -> HTML in
            let address = scope.query.unfiltered.changed { $0.folder = place }.address(in: scope.organization)
            return #"<a href="\#(url: address)" data-action="go"><bdi>\#(name)</bdi></a>"#
        }
        let joined = links.enumerated().map { $0.offset == 0 ? $0.element : " / \($0.element)" as HTML }
        guard scope.permissions.canEdit else { return joined.joined() }
        let move = scope.query.bulkAddress(
            in: scope.organization, action: "/move", [("id", asset.card.id), ("in", asset.folderPath.last?.id ?? "")])
        return """
            \(joined) <a class="button quiet small" href="\(url: move)" data-action="dialog">\
            \(Icon.move.html(scope.context.staticFiles))<span>\(t("asset.move"))</span></a>
            """
    }

    /// Each part but the last leads to what lies under it.
    private static func path(_ path: String, _ scope: LibraryScopeModel) -> HTML {
        var prefix = ""
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let links = parts.dropLast().map { part -> HTML in
            prefix += part + "/"
            let address = LibraryQuery(sort: scope.query.sort, pathPrefix: prefix).address(in: scope.organization)
            return #"<a href="\#(url: address)" data-action="go"><bdi>\#(String(part))</bdi></a>/"#
        }
        return "\(links)<bdi>\(parts.last.map(String.init))</bdi>"
    }

    private static func tags(_ card: AssetCardModel) -> HTML {
        card.tags.map { #"<bdi class="tag">\#($0)</bdi> "# as HTML }.joined()
    }

    private static func dimensions(_ card: AssetCardModel, _ t: Localization) -> String? {
        guard let width = card.width, let height = card.height else { return nil }
        return t("asset.dimensionsLong", ["width": String(width), "height": String(height)])
    }

    private static func size(_ bytes: Int64, _ t: Localization) -> HTML {
        #"<span title="\#(t("unit.bytes", count: Int(bytes)))">\#(byteCount(bytes, t))</span>"#
    }

    private static func by(_ uploader: String, _ t: Localization) -> HTML {
        " <span>\(t("fact.by", ["name": uploader]))</span>"
    }
}
