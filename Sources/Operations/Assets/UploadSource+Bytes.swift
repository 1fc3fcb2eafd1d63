internal import Library

extension UploadSource {
    /// All of a small file at once; throws `refusal` when it has more than `limit` bytes.
    func bytes(atMost limit: Int64, or refusal: some Failure) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = try await read(into: buffer)
            if count == 0 { break }
            guard Int64(bytes.count + count) <= limit else { throw refusal }
            bytes.append(contentsOf: buffer[..<count])
        }
        _ = try await completed(UploadDetails(fileName: ""))
        return bytes
    }
}
