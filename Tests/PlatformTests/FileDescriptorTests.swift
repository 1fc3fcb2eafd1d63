import Glibc
import Testing

@testable import Platform

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

    @Test("a temporary file has no name, and can be written and read")
    func temporary() throws {
        for file in [try FileDescriptor.temporary(in: "/tmp"), try FileDescriptor.namedForAMoment(in: "/tmp")] {
            var status = stat()
            #expect(fstat(file.rawValue, &status) == 0 && status.st_nlink == 0 && status.st_mode & 0o777 == 0o600)
            try write("kept", to: file)
            #expect(try read(file, at: 0) == "kept")
            #expect(fcntl(file.rawValue, F_GETFD) & FD_CLOEXEC == FD_CLOEXEC)
        }
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
