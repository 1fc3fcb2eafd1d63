import BlobStorage
import Platform

extension BlobStore {
    func contents(of key: BlobKey) async throws -> [UInt8] {
        let blob = try await open(key)
        return try await blob.stream(0..<blob.byteSize).contents()
    }

    func put(_ bytes: [UInt8], as key: BlobKey) async throws(BlobError) { try await put(bytes, BlobPlan(key: key)) }

    func stage(named name: String?, as key: BlobKey) async throws(BlobError) -> any StagedBlob {
        try await stage(BlobPlan(name: name, key: key))
    }

    func finishedBlob(_ bytes: [UInt8], named name: String? = nil, as key: BlobKey) async throws -> any StagedBlob {
        let staged = try await stage(named: name, as: key)
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

extension BlobStream {
    /// Everything up to the end.
    func contents() async throws -> [UInt8] {
        var bytes: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = try await read(into: buffer)
            if count == 0 { return bytes }
            bytes += buffer[..<count]
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
