internal import FoundationEssentials
internal import Library
internal import Operations

/// Writes a manifest as it is read from the library: one JSON document of which a page at most is in memory (M48).
///
/// One task at a time uses it: ``begin()``, ``write(_:_:)`` for each asset, ``end()``.
final class ManifestWriter {
    private let export: LibraryExport
    private let addresses: AssetAddresses
    private let encoder = JSONEncoder()
    private let output: ([UInt8]) async throws -> Void
    private var buffer: [UInt8] = []
    private var isFirst = true

    init(_ export: LibraryExport, _ addresses: AssetAddresses, output: @escaping ([UInt8]) async throws -> Void) {
        self.export = export
        self.addresses = addresses
        self.output = output
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
    }

    private static let bufferSize = 64 * 1024

    func begin() async throws {
        let head = try encoder.encode(ManifestHead(export, addresses))
        buffer += head.dropLast()
        buffer += Array(",\"assets\":[".utf8)
    }

    func write(_ exported: ExportedAsset, _ archived: ArchivedFiles? = nil) async throws {
        let body = ExportedAssetBody(
            exported: exported, addresses: addresses, download: export.download(of: exported.asset), archived: archived)
        try separate()
        buffer += try encoder.encode(body).dropLast()
        buffer += Array(",\"usages\":[".utf8)
        isFirst = true
        if let usages = exported.usages {
            for usage in usages { try element(UsageBody(usage)) }
        } else {
            try await writeUsages(of: exported.asset)
        }
        buffer += Array("]}".utf8)
        isFirst = false
        try await flush(ifOver: Self.bufferSize)
    }

    func end() async throws {
        buffer += Array("],\"content\":[".utf8)
        isFirst = true
        var last: UsageTarget?
        while true {
            let items = try await export.content(after: last)
            for item in items {
                try element(ExportedContent(item))
                try await flush(ifOver: Self.bufferSize)
            }
            guard let item = items.last else { break }
            last = item.target
        }
        buffer += Array("]}\n".utf8)
        try await flush(ifOver: 0)
    }

    private func writeUsages(of asset: Asset) async throws {
        var last: UsagePosition?
        while true {
            let usages = try await export.usages(of: asset.id, after: last)
            for usage in usages { try element(UsageBody(usage)) }
            try await flush(ifOver: Self.bufferSize)
            guard let usage = usages.last?.usage else { return }
            last = UsagePosition(createdAt: usage.createdAt, id: usage.id)
        }
    }

    private func element(_ value: some Encodable) throws {
        try separate()
        buffer += try encoder.encode(value)
    }

    private func separate() throws {
        if !isFirst { buffer.append(UInt8(ascii: ",")) }
        isFirst = false
        buffer.append(UInt8(ascii: "\n"))
    }

    private func flush(ifOver limit: Int) async throws {
        guard buffer.count > limit else { return }
        try await output(buffer)
        buffer.removeAll(keepingCapacity: true)
    }
}
