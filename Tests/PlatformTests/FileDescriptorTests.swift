import Glibc
import Platform
import Testing

@Suite("Open files")
struct FileDescriptorTests {
    private let path = "/tmp/vitrine-descriptor-\(getpid())-\(UInt32.random(in: 0 ... .max))"

    @Test("what was written is read at its place, and the end is a count of nothing")
    func writesAndReads() throws {
        defer { unlink(path) }
        let file = try FileDescriptor.open(path, O_RDWR | O_CREAT | O_EXCL)
        try write("hello, descriptor", to: file)
        try file.synchronize()
        #expect(try read(file, at: 7) == "descriptor")
        #expect(try read(file, at: 100) == "")
        let status = try file.status()
        #expect(status.byteSize == 17 && status.isRegularFile && !status.isDirectory)
    }

    @Test("the descriptor closes with its last reference")
    func closesItself() throws {
        var file: FileDescriptor? = try FileDescriptor.open("/dev/null", O_RDONLY)
        let number = try #require(file?.rawValue)
        #expect(fcntl(number, F_GETFD) & FD_CLOEXEC == FD_CLOEXEC)
        file = nil
        #expect(fcntl(number, F_GETFD) == -1 && errno == EBADF)
    }

    @Test("errors say what the system said")
    func reportsErrors() throws {
        #expect(throws: Errno.notFound) { try FileDescriptor.open("/tmp/vitrine-there-is-none", O_RDONLY) }
        let full = try FileDescriptor.open("/dev/full", O_WRONLY)
        #expect(throws: Errno.noSpace) { try write("no room for this", to: full) }
        #expect(Errno.noSpace.description.contains("space"))
    }

    private func write(_ text: String, to file: FileDescriptor) throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: text.utf8.count, alignment: 1)
        defer { buffer.deallocate() }
        buffer.copyBytes(from: text.utf8)
        try file.write(UnsafeRawBufferPointer(buffer))
    }

    private func read(_ file: FileDescriptor, at offset: Int64) throws -> String {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64, alignment: 1)
        defer { buffer.deallocate() }
        return String(decoding: buffer[..<(try file.read(into: buffer, at: offset))], as: UTF8.self)
    }
}
