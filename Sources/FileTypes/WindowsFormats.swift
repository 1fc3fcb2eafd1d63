/// Formats whose first bytes are too few or too common to be told by them alone.
enum WindowsFormats {
    static func type(of head: FileHead) -> String? {
        if isBitmap(head) { return "image/bmp" }
        if isIcon(head) { return "image/vnd.microsoft.icon" }
        if isProgram(head) { return "application/vnd.microsoft.portable-executable" }
        return head.has([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) ? compoundFile(head) : nil
    }

    private static func isBitmap(_ head: FileHead) -> Bool {
        guard head.has("BM"), let headerSize = head.littleEndian32(at: 14) else { return false }
        return [12, 16, 40, 52, 56, 64, 108, 124].contains(headerSize)
    }

    /// An icon directory: at least one image, and its bytes lie behind the directory and inside the file.
    private static func isIcon(_ head: FileHead) -> Bool {
        guard head.has([0, 0, 1, 0]), let images = head.littleEndian16(at: 4), images > 0, head[9] == 0 else { return false }
        guard let size = head.littleEndian32(at: 14), let offset = head.littleEndian32(at: 18) else { return false }
        return size > 0 && offset >= 6 + 16 * images && Int64(offset) + Int64(size) <= head.byteSize
    }

    private static func isProgram(_ head: FileHead) -> Bool {
        guard head.has("MZ"), let offset = head.littleEndian32(at: 0x3C) else { return false }
        return head.has([0x50, 0x45, 0, 0], at: offset)
    }

    /// Word, Excel and PowerPoint up to 2003, told by the names of their streams if the directory is within the head.
    private static func compoundFile(_ head: FileHead) -> String {
        let streams: [(StaticString, String)] = [
            ("W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0", "application/msword"),
            ("W\0o\0r\0k\0b\0o\0o\0k\0", "application/vnd.ms-excel"),
            ("P\0o\0w\0e\0r\0P\0o\0i\0n\0t\0", "application/vnd.ms-powerpoint"),
        ]
        return streams.first { head.find($0.0, from: 512) != nil }?.1 ?? "application/x-ole-storage"
    }
}
