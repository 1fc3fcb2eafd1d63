import Glibc
import Platform
import Testing

@Suite("A tree of files")
struct FileTreeTests {
    private let root: String

    init() throws {
        var template = Array("/tmp/vitrine-tree-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Errno.current }
        root = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private func make(_ name: String) throws {
        _ = try FileDescriptor.open(root + "/" + name, O_WRONLY | O_CREAT)
    }

    @Test("it tells files, folders, links and other things apart, by name")
    func kinds() throws {
        try make("b")
        #expect(mkdir(root + "/a", 0o700) == 0 && symlink("/etc", root + "/c") == 0 && mkfifo(root + "/d", 0o600) == 0)
        try make("\u{e9}")
        let tree = try FileTree(root)
        #expect(try tree.entries().map(\.kind) == [.folder, .file, .symbolicLink, .special, .file])
        #expect(try tree.entries().map(\.name) == ["a", "b", "c", "d", "\u{e9}"])
    }

    @Test("no link is followed, not to a folder, not to a file, and not as the tree itself")
    func links() throws {
        try make("file")
        #expect(symlink("file", root + "/link") == 0 && symlink(root, root + "/loop") == 0)
        let tree = try FileTree(root)
        #expect(throws: Errno.self) { try tree.file("link") }
        #expect(throws: Errno.self) { try tree.folder("loop") }
        #expect(throws: Errno.self) { try FileTree(root + "/loop") }
        #expect(try tree.file("file").status().isRegularFile)
    }

    @Test(
        "names that lead out of it, and pipes nobody writes to, are no files",
        arguments: ["..", ".", "", "a/b", "/etc/passwd", "pipe"])
    func noFiles(_ name: String) throws {
        _ = mkfifo(root + "/pipe", 0o600)
        let tree = try FileTree(root)
        #expect(throws: Errno.self) { try tree.file(name) }
        #expect(throws: Errno.self) { try tree.folder(name) }
    }
}
