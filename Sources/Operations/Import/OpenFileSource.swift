internal import Cryptography
internal import Platform

/// An open file as an upload's bytes, from its beginning. One task at a time reads it.
final class OpenFileSource: UploadSource {
    let byteSize: Int64
    private let file: FileDescriptor
    private let position = Locked<Int64>(0)

    init(_ file: FileDescriptor) throws {
        self.file = file
        byteSize = try file.status().byteSize
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) async throws -> Int {
        let count = try file.read(into: buffer, at: position.withLock(\.self))
        position.withLock { $0 += Int64(count) }
        return count
    }
}

extension FileDescriptor {
    /// SHA-256 of the whole file.
    func checksum() throws -> [UInt8] {
        let hash = SHA256()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 4096)
        defer { buffer.deallocate() }
        var offset: Int64 = 0
        while true {
            let count = try read(into: buffer, at: offset)
            if count == 0 { return hash.finalize() }
            hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            offset += Int64(count)
        }
    }
}
