internal import Glibc
internal import Library
internal import Operations
internal import Platform

/// A file where the command runs, for an operation that takes an upload. One task at a time reads it.
final class FileSource: UploadSource {
    let details: UploadDetails
    private let file: FileDescriptor
    private let position = Locked<Int64>(0)

    init(_ path: String) throws {
        do throws(Errno) {
            file = try FileDescriptor.open(path, O_RDONLY)
            let status = try file.status()
            guard status.isRegularFile else { throw Errno(rawValue: EINVAL) }
            details = UploadDetails(fileName: path, declaredByteSize: status.byteSize)
        } catch {
            throw ReportedFailure(reason: "the file “\(path)” cannot be read: \(error)")
        }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) async throws -> Int {
        let count = try file.read(into: buffer, at: position.withLock(\.self))
        position.withLock { $0 += Int64(count) }
        return count
    }
}
