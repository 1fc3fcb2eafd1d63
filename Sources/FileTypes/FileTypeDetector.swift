/// Tells a file's MIME type from its bytes, never from its name (M8, M15).
///
/// Own signatures come first, then libmagic, then `application/octet-stream`. Only the head is read, so a file that begins
/// as a picture is that picture, whatever follows: a GIF header before HTML stays `image/gif`. Against such polyglots stand
/// the headers files are delivered with. What begins as HTML, SVG, a script or a PDF is never taken for anything else.
package final class FileTypeDetector: Sendable {
    /// libmagic's database is missing or damaged.
    package struct NoDatabase: Error {}

    /// How many bytes of a file's beginning are enough.
    package static let headSize = 64 << 10

    private let magic: MagicLibrary

    package init() throws(NoDatabase) { magic = try MagicLibrary() }

    /// The type of a file of `byteSize` bytes that begins with `head`: its first `headSize` bytes, or all.
    ///
    /// In lower case without parameters. Takes microseconds, or about 80 where libmagic is asked.
    package func mimeType(ofHead head: UnsafeRawBufferPointer, byteSize: Int64) -> String {
        let head = FileHead(bytes: UnsafeRawBufferPointer(rebasing: head.prefix(Self.headSize)), byteSize: byteSize)
        guard head.count > 0 else { return "application/octet-stream" }
        if let type = binaryType(head) { return type }
        let text = TextFormats.type(of: head)
        if let text, text != "text/plain" { return text }
        // Of text libmagic is asked only this: on prose it guesses programming languages.
        if text != nil { return magic.isTable(head.bytes) ? "text/csv" : "text/plain" }
        return magic.type(of: head.bytes) ?? "application/octet-stream"
    }

    private func binaryType(_ head: FileHead) -> String? {
        Signature.type(of: head) ?? ISOBaseMedia.type(of: head) ?? ZIPFormats.type(of: head) ?? StreamFormats.type(of: head)
            ?? WindowsFormats.type(of: head) ?? MPEGAudio.type(of: head)
    }
}
