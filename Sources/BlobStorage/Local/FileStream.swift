internal import Glibc
internal import Platform

/// A range of a file, read in order.
final class FileStream: BlobStream {
    private let file: FileDescriptor
    private let end: Int64
    private let position: Locked<Int64>

    init(_ file: FileDescriptor, _ range: Range<Int64>) {
        self.file = file
        end = range.upperBound
        position = Locked(range.lowerBound)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) async throws(BlobError) -> Int {
        let start = position.withLock(\.self)
        let wanted = min(Int64(buffer.count), end - start)
        guard wanted > 0 else { return 0 }
        let count: Int
        do throws(Errno) {
            count = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<Int(wanted)]), at: start)
        } catch {
            throw BlobError(error)
        }
        guard count > 0 else { throw .io(Errno(rawValue: EIO)) }  // shorter than when it was opened
        position.withLock { $0 = start + Int64(count) }
        return count
    }
}
