import Database
import Library
import LibraryStore
import Operations
import Testing

/// A library and the model of it, changed alike by random steps that a seed repeats.
final class UsageWorld {
    typealias Model = UsageModel

    let test: TestLibrary
    private var model = Model()
    private var random: SeededRandom
    private(set) var hasFailed = false
    private var uploaded = 0

    private static let paths = ["a.txt", "b.txt", "dir/c d.txt", "dir/e (1).txt", "ä/f.txt", "g.txt"]
    private static let targets = [
        ("page", "1"), ("page", "2"), ("lesson", "1"), ("lesson", "2"), ("exercise", "1"), ("document", "1"), ("menu", "1"),
    ].map { UsageTarget(type: ContentType(name: $0), externalID: $1) }

    init(seed: UInt64) async throws {
        test = try await TestLibrary()
        random = SeededRandom(seed)
        for _ in 0..<4 { try await upload() }
        let link = try await test.library.createExternalAsset(
            ExternalLink(sourceURL: "https://example.org/film"), UploadDetails(fileName: ""), by: test.system
        ).asset
        model.assets.append(
            .init(id: link.id, publicURL: nil, source: "https://example.org/film", path: link.logicalPath))
        try await adopt(model.assets[0].id, from: "old/1.txt")
    }

    /// Does one thing to both; what it was.
    func step() async throws -> String {
        test.clock.advance(bySeconds: 1)
        model.time += 1
        switch random.below(20) {
        case 0...6: return try await save()
        case 7, 8: return try await attach()
        case 9, 10: return try await detach()
        case 11, 12: return try await rename()
        case 13: return try await delete()
        case 14: return try await restore()
        case 15: return try await purge()
        case 16: return try await replace()
        case 17, 18: return try await rewrite()
        default: return try await deleteContent()
        }
    }

    /// Compares everything.
    func check(_ moment: String) async throws {
        let (used, counts) = try await stored()
        let wanted = model.extracted
        let declared = model.ledger
        expect(
            used[.extracted] ?? [] == wanted,
            "\(moment)\nfound too much: \((used[.extracted] ?? []).subtracting(wanted))\nmissing: \(wanted.subtracting(used[.extracted] ?? []))"
        )
        expect(used[.declared] ?? [] == declared, "\(moment): declared")
        for asset in model.assets where !asset.isGone {
            let uses = wanted.union([]).count { $0.asset == asset.id } + declared.count { $0.asset == asset.id }
            expect(counts[asset.id] == uses, "\(moment): count of \(asset.id) is \(counts[asset.id] ?? -1), not \(uses)")
        }
        for item in model.items.values {
            let body = try await test.library.content(item.target.type, item.target.externalID, by: test.system).body
            let wanted = model.body(of: item)
            expect(body == wanted, "\(moment)\n\(item.target)\n\(body)\n\(wanted)")
        }
    }

    private func expect(_ isRight: Bool, _ what: String) {
        if isRight { return }
        hasFailed = true
        Issue.record("\(what)")
    }

    private func stored() async throws -> (used: [UsageOrigin: Set<Model.Use>], counts: [AssetID: Int]) {
        let organization = test.organization.id
        return try await test.library.database.read { transaction in
            var used: [UsageOrigin: Set<Model.Use>] = [:]
            let rows = try await transaction.rows(
                """
                SELECT asset_id, target_type, target_id, slot_type, slot_key, position, origin FROM asset_usage
                WHERE organization_id = \(organization)
                """)
            for row in rows {
                let type: String = try row.get("target_type")
                let use = Model.Use(
                    asset: try row.get("asset_id"),
                    target: UsageTarget(type: ContentType(name: type), externalID: try row.get("target_id")),
                    slot: try row.get("slot_type"), key: try row.get("slot_key"), position: try row.get("position"))
                used[try row.get("origin"), default: []].insert(use)
            }
            let counted = try await transaction.rows("SELECT id, usage_count FROM asset WHERE organization_id = \(organization)")
            return (used, try counted.reduce(into: [:]) { $0[try $1.get("id")] = try $1.get("usage_count", as: Int.self) })
        }
    }
}

/// The steps.
extension UsageWorld {
    private var present: [Model.ModelAsset] { model.assets.filter { $0.isInLibrary && !$0.isGone } }

    private func freePath() -> String? {
        Self.paths.filter { path in !model.assets.contains { $0.path == path && !$0.isGone } }.randomElement(using: &random)
    }

    private func upload() async throws {
        uploaded += 1
        var details = UploadDetails(fileName: "file.txt", declaredByteSize: nil)
        details.logicalPath = freePath() ?? "more/\(uploaded).txt"
        let asset = try await test.library.uploadAsset(BytesSource(Array("\(uploaded)".utf8)), details, by: test.system)
        model.assets.append(.init(id: asset.id, publicURL: asset.storage?.publicURL, source: nil, path: asset.logicalPath))
    }

    private func adopt(_ asset: AssetID, from path: String) async throws {
        let (organization, now) = (test.organization.id, test.clock.now)
        try await test.library.database.write { transaction in
            try await transaction.organizations.lock(organization)
            _ = try await transaction.imports.insert(path: path, of: asset, checksum: [1], in: organization, at: now)
        }
        model.uploads[path] = asset
    }

    private func address(in type: ContentType) -> Model.Address {
        let asset = model.assets.randomElement(using: &random)!
        let choices: [Model.Address] = [
            .id(asset.id), .rendition(asset.id), .download(asset.id), .path(Self.paths.randomElement(using: &random)!),
            .upload("old/\(random.below(2) + 1).txt"), .source("https://example.org/film"),
            asset.publicURL == nil ? .id(asset.id) : .url(asset.id, isWhole: random.below(2) == 0),
        ]
        let address = choices.randomElement(using: &random)!
        switch (type, address) {
        case (.document, .id), (.page, .path): return .path(Self.paths.randomElement(using: &random)!)
        case (.document, _), (.page, _): return address
        case (_, .path): return .id(asset.id)
        case (.lesson, _): return .id(asset.id)
        default: return address
        }
    }

    private func entry(in type: ContentType) -> Model.Entry {
        let address = address(in: type)
        if case .path(let path) = address { return Model.Entry(form: .markdown(code: path), address: address) }
        if type == .page, case .url = address, random.below(2) == 0 { return Model.Entry(form: .html, address: address) }
        if case .id = address { return Model.Entry(form: .field("assetId"), address: address) }
        return Model.Entry(form: .field(["url", "src", "href"].randomElement(using: &random)!), address: address)
    }

    private func save() async throws -> String {
        let target = Self.targets.randomElement(using: &random)!
        let item = Model.Item(target: target, entries: (0..<random.below(5)).map { _ in entry(in: target.type) })
        model.items[target] = item
        let push = ContentPush(
            target.type, target.externalID, title: "Item", body: model.body(of: item),
            format: target.type == .document ? .markdown : .json)
        _ = try await test.library.saveContent(push, by: test.system)
        return "save \(target)"
    }

    private func attach() async throws -> String {
        guard let asset = present.randomElement(using: &random) else { return "nothing to attach" }
        let target = Self.targets.randomElement(using: &random)!
        let use = Model.Use(
            asset: asset.id, target: target, slot: target.type == .lesson ? "lesson_video" : "menu_media",
            key: random.below(2) == 0 ? nil : "k", position: random.below(2) == 0 ? nil : 1)
        _ = try await test.library.attachAsset(asset.id, at: use.place, by: test.system)
        model.ledger.insert(use)
        if target.type == .lesson, var item = model.items[target], !item.entries.contains(where: { $0.address == .id(asset.id) })
        {
            let link: Model.Address = asset.source.map { .source($0) } ?? .url(asset.id, isWhole: false)
            let start = asset.source == nil ? #"{"type":"upload","# : #"{"type":"generic","#
            let title = asset.source == nil ? "file.txt" : "film"
            item.entries.append(Model.Entry(form: .attached(link: link, start: start, title: title), address: .id(asset.id)))
            model.items[target] = item
        }
        return "attach \(use)"
    }

    private func detach() async throws -> String {
        let ledger = model.ledger.sorted { "\($0)" < "\($1)" }
        guard let use = ledger.randomElement(using: &random) else { return "nothing to detach" }
        try await test.library.detachAsset(use.asset, from: use.place, by: test.system)
        model.ledger.remove(use)
        let isElsewhere = model.ledger.contains { $0.asset == use.asset && $0.target == use.target && $0.slot == use.slot }
        if use.target.type == .lesson, !isElsewhere {
            model.items[use.target]?.entries.removeAll { $0.address == .id(use.asset) }
        }
        return "detach \(use)"
    }

    private func rename() async throws -> String {
        guard let asset = present.filter({ $0.source == nil }).randomElement(using: &random), let path = freePath() else {
            return "nothing to rename"
        }
        var edit = AssetEdit()
        edit.logicalPath = .some(path)
        _ = try await test.library.editAsset(asset.id, edit, by: test.system)
        change(asset.id) { changed, time in
            if let old = changed.path { changed.former[old] = time }
            changed.former[path] = nil
            changed.path = path
        }
        return "rename \(asset.path ?? "-") to \(path)"
    }

    private func delete() async throws -> String {
        guard let asset = present.randomElement(using: &random) else { return "nothing to delete" }
        _ = try await test.library.deleteAsset(asset.id, isForced: true, by: test.system)
        change(asset.id) { changed, _ in changed.isInLibrary = false }
        return "delete \(asset.id)"
    }

    private var trashed: [Model.ModelAsset] { model.assets.filter { !$0.isInLibrary && !$0.isGone } }

    private func restore() async throws -> String {
        guard let asset = trashed.randomElement(using: &random) else { return "nothing to restore" }
        _ = try await test.library.restoreAsset(asset.id, by: test.system)
        change(asset.id) { changed, _ in changed.isInLibrary = true }
        return "restore \(asset.id)"
    }

    private func purge() async throws -> String {
        guard let asset = trashed.filter({ $0.source == nil }).randomElement(using: &random) else { return "nothing to purge" }
        try await test.library.purgeAsset(asset.id, by: test.system)
        change(asset.id) { changed, _ in
            changed.isGone = true
            changed.former = [:]
            changed.path = nil
        }
        model.ledger = model.ledger.filter { $0.asset != asset.id }
        model.uploads = model.uploads.filter { $0.value != asset.id }
        try await upload()
        return "purge \(asset.id)"
    }

    private func replace() async throws -> String {
        guard let old = present.randomElement(using: &random),
            let new = present.filter({ $0.id != old.id }).randomElement(using: &random)
        else { return "nothing to replace" }
        _ = try await test.library.replaceUsages(of: old.id, by: new.id, baseURL: Model.origin, by: test.system)
        rewriteAddresses { model, address, form in
            model.target(of: address) == old.id ? model.replaced(address, in: form, by: new) : nil
        }
        model.ledger = Set(
            model.ledger.map { use in
                guard use.asset == old.id else { return use }
                return Model.Use(asset: new.id, target: use.target, slot: use.slot, key: use.key, position: use.position)
            })
        return "replace \(old.id) by \(new.id)"
    }

    private func rewrite() async throws -> String {
        guard let asset = present.filter({ !$0.former.isEmpty }).randomElement(using: &random), let path = asset.path else {
            return "nothing to rewrite"
        }
        _ = try await test.library.rewriteReferences(to: asset.id, by: test.system)
        rewriteAddresses { model, address, _ in
            guard case .path(let old) = address, model.target(of: address) == nil, model.isFree(old, formerOf: asset.id) else {
                return nil
            }
            return .path(path)
        }
        return "rewrite references to \(path)"
    }

    private func deleteContent() async throws -> String {
        guard let target = model.items.keys.sorted(by: { "\($0)" < "\($1)" }).randomElement(using: &random) else {
            return "nothing to delete"
        }
        try await test.library.deleteContent(target.type, target.externalID, by: test.system)
        model.items[target] = nil
        model.ledger = model.ledger.filter { $0.target != target }
        return "delete \(target)"
    }

    private func change(_ id: AssetID, _ change: (inout Model.ModelAsset, Int) -> Void) {
        for index in model.assets.indices where model.assets[index].id == id { change(&model.assets[index], model.time) }
    }

    /// Every address at once, as the model stood before.
    private func rewriteAddresses(_ rewritten: (Model, Model.Address, Model.Form) -> Model.Address?) {
        let before = model
        for (target, var item) in before.items {
            for index in item.entries.indices {
                let entry = item.entries[index]
                if case .attached(let link, let start, let title) = entry.form, let new = rewritten(before, link, entry.form) {
                    item.entries[index].form = .attached(link: new, start: start, title: title)
                }
                if let new = rewritten(before, entry.address, entry.form) { item.entries[index].address = new }
            }
            model.items[target] = item
        }
    }
}

extension UsageModel.Use {
    var place: UsagePlace { UsagePlace(target: target, slot: ContentSlot(type: slot, key: key, position: position)) }
}

/// Numbers a seed repeats (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }
}
