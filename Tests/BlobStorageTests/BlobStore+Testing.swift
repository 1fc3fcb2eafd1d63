import BlobStorage
import Platform

extension BlobStore {
    func contents(of key: BlobKey) async throws -> [UInt8] {
        try await open(key).descriptor.contents()
    }

    func finishedBlob(_ bytes: [UInt8], named name: String? = nil) async throws -> any StagedBlob {
        let staged = try await stage(named: name)
        try await staged.append(bytes)
        try await staged.finish()
        return staged
    }

    func allPages(prefix: String, limit: Int) async throws -> [BlobEntry] {
        var entries: [BlobEntry] = []
        while true {
            let page = try await list(prefix: prefix, after: entries.last?.key, limit: limit)
            entries += page
            if page.count < limit { return entries }
        }
    }
}

extension FileDescriptor {
    func contents() throws -> [UInt8] {
        let size = Int(try status().byteSize)
        var bytes = [UInt8](repeating: 0, count: size + 1)
        let count = try bytes.withUnsafeMutableBytes { try read(into: $0, at: 0) }
        return Array(bytes[..<count])
    }
}
