import Library

/// What a test knows of assets, content and usages: written from the requirements, not from the code it looks at.
struct UsageModel {
    struct ModelAsset {
        let id: AssetID
        /// Nil for a link.
        let publicURL: String?
        /// Nil for a file.
        let source: String?
        var path: String?
        var isInLibrary = true
        var isGone = false
        /// When it left which path.
        var former: [String: Int] = [:]
    }

    /// Something written that may mean an asset.
    enum Address: Hashable {
        case id(AssetID)
        case url(AssetID, isWhole: Bool)
        case rendition(AssetID)
        case download(AssetID)
        case path(String)
        case upload(String)
        case source(String)
    }

    /// What stands around it.
    enum Form: Hashable {
        case field(String)
        case html
        /// With the same words in code, which stay.
        case markdown(code: String)
        /// What attaching writes into a lesson.
        case attached(link: Address, start: String, title: String)
    }

    struct Entry: Hashable {
        var form: Form
        var address: Address
    }

    struct Item {
        let target: UsageTarget
        var entries: [Entry]
    }

    struct Use: Hashable {
        let asset: AssetID
        let target: UsageTarget
        let slot: String
        let key: String?
        let position: Int?
    }

    static let origin = "https://m.example.com"

    var assets: [ModelAsset] = []
    var uploads: [String: AssetID] = [:]
    var items: [UsageTarget: Item] = [:]
    var ledger: Set<Use> = []
    var time = 0

    // Where addresses lead

    func asset(_ id: AssetID) -> ModelAsset? { assets.first { $0.id == id } }

    func target(of address: Address) -> AssetID? {
        let found: ModelAsset? =
            switch address {
            case .id(let id), .url(let id, _), .rendition(let id), .download(let id): asset(id)
            case .path(let path): assets.first { $0.path == path && $0.isInLibrary }
            case .upload(let path): uploads[path].flatMap(asset)
            case .source(let source): assets.first { $0.source == source && $0.isInLibrary }
            }
        return found.flatMap { $0.isInLibrary && !$0.isGone ? $0.id : nil }
    }

    /// Nobody else's, in Trash or out of it, now or since.
    func isFree(_ path: String, formerOf id: AssetID) -> Bool {
        guard let mine = asset(id)?.former[path] else { return false }
        return !assets.contains { other in
            other.id != id && !other.isGone && (other.path == path || (other.former[path] ?? -1) > mine)
        }
    }

    /// The same place with another asset; nil where that cannot be written there.
    func replaced(_ address: Address, in form: Form, by asset: ModelAsset) -> Address? {
        let replaced: Address
        switch address {
        case .id: replaced = .id(asset.id)
        case .rendition: replaced = .rendition(asset.id)
        case .download: replaced = .download(asset.id)
        case .path: replaced = asset.path.map(Address.path) ?? asset.place(isWhole: false)
        case .url(_, let isWhole): replaced = asset.place(isWhole: isWhole)
        case .upload: replaced = asset.place(isWhole: false)
        case .source: replaced = asset.place(isWhole: true)
        }
        if form == .html, case .source = replaced { return nil }
        return replaced
    }

    // What bodies look like

    func text(of address: Address) -> String {
        switch address {
        case .id(let id): "\(id)"
        case .url(let id, let isWhole): (isWhole ? Self.origin : "") + (asset(id)?.publicURL ?? "")
        case .rendition(let id): "/assets/\(id)?width=1"
        case .download(let id): "/media/\(id)/download"
        case .path(let path): path.replacing(" ", with: "%20").replacing("(", with: "%28").replacing(")", with: "%29")
        case .upload(let path): "/uploads/\(path)"
        case .source(let source): source
        }
    }

    private func json(_ entry: Entry) -> String {
        let text = text(of: entry.address)
        return switch entry.form {
        case .field(let name): #"{ "\#(name)" : "\#(text)" }"#
        case .html: #"{"text": "<img src='\#(text)'> and words."}"#
        case .markdown(let code): #"{"markdown": "`\#(code)` ![x](\#(text) 'a.txt')"}"#
        case .attached(let link, let start, let title):
            start + #""link":"\#(self.text(of: link))","title":"\#(title)","assetId":"\#(text)"}"#
        }
    }

    func body(of item: Item) -> String {
        switch item.target.type {
        case .document: return item.entries.map { "`a.txt` ![x](\(text(of: $0.address)))" }.joined(separator: "\n\n")
        case .lesson: return #"{"videos": ["# + item.entries.map(json).joined(separator: ",") + #"], "n": 1.0}"#
        case .exercise:
            return #"{"questions": ["# + item.entries.map { #"{"prompt": {"media": "# + json($0) + "}}" }.joined(separator: ",")
                + "]}"
        case .page: return #"{"n": 1e3, "e": ["# + item.entries.map(json).joined(separator: " , ") + "]}"
        default: return "[" + item.entries.map { #""\#(text(of: $0.address))""# }.joined(separator: ",") + "]"
        }
    }

    // What is used where

    var extracted: Set<Use> {
        var uses: Set<Use> = []
        for item in items.values {
            var seen: [String] = []
            for (index, entry) in item.entries.enumerated() {
                let text = text(of: entry.address)
                if item.target.type == .document {
                    if !seen.contains(text) { seen.append(text) }
                    add(entry.address, item, "document_media", nil, seen.firstIndex(of: text), &uses)
                    continue
                }
                let (slot, key, position) = place(of: entry, index, in: item.target.type)
                add(entry.address, item, slot, key, position, &uses)
                if case .attached(let link, _, _) = entry.form { add(link, item, slot, key, position, &uses) }
            }
        }
        return uses
    }

    private func add(
        _ address: Address, _ item: Item, _ slot: String, _ key: String?, _ position: Int?, _ uses: inout Set<Use>
    ) {
        guard let asset = target(of: address) else { return }
        uses.insert(Use(asset: asset, target: item.target, slot: slot, key: key, position: position))
    }

    private func place(of entry: Entry, _ index: Int, in type: ContentType) -> (slot: String, key: String, position: Int?) {
        let (slot, holder, position): (String, String, Int?) =
            switch type {
            case .lesson: ("lesson_video", "videos[\(index)]", index)
            case .exercise: ("question_prompt_media", "questions[\(index)].prompt.media", nil)
            case .page: ("page_media", "e[\(index)]", index)
            default: ("\(type.name)_media", "[\(index)]", index)
            }
        switch entry.form {
        case .field, .attached: return (slot, holder, position)
        case .html: return (slot, holder + ".text", 0)
        case .markdown: return (slot, holder + ".markdown", 0)
        }
    }
}

extension UsageModel.ModelAsset {
    fileprivate func place(isWhole: Bool) -> UsageModel.Address {
        source.map(UsageModel.Address.source) ?? .url(id, isWhole: isWhole)
    }
}
