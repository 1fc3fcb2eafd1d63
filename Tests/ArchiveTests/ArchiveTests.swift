import Archive
import Glibc
import Platform
import Testing

@Suite("An archive")
struct ArchiveTests {
    @Test("what was written is read again, in order, byte for byte")
    func roundTrip() throws {
        let large = [UInt8]((0..<700_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        let file = try file(of: [("manifest.json", Array("{}".utf8)), ("media/a.bin", large), ("media/empty", [])])
        let reader = try ArchiveReader(file)
        #expect(try reader.next() == ArchiveEntry(name: "manifest.json", isRegularFile: true, byteSize: 2))
        #expect(try bytes(of: reader) == Array("{}".utf8))
        #expect(try reader.next()?.name == "media/a.bin")
        #expect(try bytes(of: reader) == large)
        #expect(try reader.next()?.name == "media/empty")
        #expect(try bytes(of: reader) == [])
        #expect(try reader.next() == nil)
    }

    @Test("the bytes of a file are handed on as they come, and not kept")
    func streams() throws {
        let archive = try ArchiveWriter()
        try archive.beginEntry(named: "a", byteSize: 3_000_000, modifiedAt: 0)
        _ = archive.take()
        let piece = [UInt8](repeating: 7, count: 100_000)
        for _ in 0..<30 {
            try piece.withUnsafeBytes { try archive.write($0) }
            #expect(archive.take().count == 100_000)
        }
        try archive.endEntry()
        try archive.finish()
        #expect(archive.take().count < 1_000)
    }

    @Test("a file that is shorter or longer than announced is an error")
    func wrongSizes() throws {
        let short = try ArchiveWriter()
        try short.beginEntry(named: "a", byteSize: 3, modifiedAt: 0)
        try [UInt8]([1, 2]).withUnsafeBytes { try short.write($0) }
        #expect(throws: ArchiveError.wrongSize) { try short.endEntry() }
        let long = try ArchiveWriter()
        try long.beginEntry(named: "a", byteSize: 1, modifiedAt: 0)
        #expect(throws: ArchiveError.wrongSize) { try [UInt8]([1, 2]).withUnsafeBytes { try long.write($0) } }
    }

    @Test("an archive cut short anywhere, changed bytes and other files are errors, never a short file")
    func damaged() throws {
        let whole = try zip(of: [("a", Array("hello, hello, hello".utf8)), ("b", [1, 2, 3])])
        for length in stride(from: 0, to: whole.count - 1, by: 7) {
            #expect(throws: ArchiveError.self, "cut at \(length)") { try all(of: Array(whole[..<length])) }
        }
        var changed = whole
        let place = try #require((0..<changed.count).first { changed[$0...].starts(with: Array("hello".utf8)) })
        changed[place] ^= 1
        #expect(throws: ArchiveError.self) { try all(of: changed) }
        #expect(throws: ArchiveError.self) { try all(of: Array("no archive at all".utf8)) }
    }

    private func zip(of files: [(String, [UInt8])]) throws -> [UInt8] {
        let archive = try ArchiveWriter()
        for (name, bytes) in files {
            try archive.beginEntry(named: name, byteSize: Int64(bytes.count), modifiedAt: 1_700_000_000)
            try bytes.withUnsafeBytes { try archive.write($0) }
            try archive.endEntry()
        }
        try archive.finish()
        return archive.take()
    }

    private func file(of files: [(String, [UInt8])]) throws -> FileDescriptor { try self.file(holding: zip(of: files)) }

    private func file(holding bytes: [UInt8]) throws -> FileDescriptor {
        let file = try FileDescriptor.temporary(in: "/tmp")
        try bytes.withUnsafeBytes { try file.write($0) }
        return file
    }

    private func all(of zip: [UInt8]) throws {
        let reader = try ArchiveReader(try file(holding: zip))
        while try reader.next() != nil { _ = try bytes(of: reader) }
    }

    private func bytes(of reader: ArchiveReader) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = try buffer.withUnsafeMutableBytes { try reader.read(into: $0) }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }
}
