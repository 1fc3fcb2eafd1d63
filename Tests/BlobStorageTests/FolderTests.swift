import Glibc
import Platform
import Testing

@testable import BlobStorage

/// The ways around calls that old kernels, sandboxes and some file systems lack.
@Suite("Folders without openat2 and exclusive rename")
struct FolderTests {
    private let temporary: TemporaryFolder
    private let folder: Folder

    init() throws {
        temporary = try TemporaryFolder()
        folder = try Folder(making: temporary.path)
    }

    @Test("opening step by step reaches what is beneath")
    func beneath() throws {
        let deep = try folder.makeFolder("a").makeFolder("b")
        try write([1, 2], to: deep.makeFile("c"))
        #expect(try folder.openStepwise("a/b/c").contents() == [1, 2])
        #expect(throws: Errno.notFound) { try folder.openStepwise("a/b/d") }
    }

    @Test("opening step by step follows no link, neither at the end nor on the way")
    func links() throws {
        let outside = try TemporaryFolder()
        try write([1], to: Folder(making: outside.path).makeFile("secret"))
        #expect(symlink(outside.path, temporary.path + "/way") == 0)
        #expect(symlink(outside.path + "/secret", temporary.path + "/end") == 0)
        for path in ["way/secret", "end"] {
            #expect(throws: Errno.self) { try folder.openStepwise(path) }
            #expect(throws: Errno.self) { try folder.open(path) }
        }
    }

    @Test("opening never climbs out")
    func climbing() throws {
        #expect(throws: Errno.self) { try folder.open("../") }
        #expect(throws: Errno.self) { try folder.open("/etc/hostname") }
    }

    @Test("moving by link replaces nothing and leaves one name")
    func moving() throws {
        try write([1], to: folder.makeFile("first"))
        try write([2], to: folder.makeFile("second"))
        #expect(throws: Errno.exists) { try folder.moveByLink("second", to: folder, as: "first") }
        #expect(try folder.open("first").contents() == [1])
        try folder.moveByLink("second", to: folder, as: "third")
        #expect(try folder.open("third").contents() == [2])
        #expect(throws: Errno.notFound) { try folder.open("second") }
    }

    private func write(_ bytes: [UInt8], to file: FileDescriptor) throws {
        try bytes.withUnsafeBytes { try file.write($0) }
    }
}
