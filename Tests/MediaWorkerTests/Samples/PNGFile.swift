/// A PNG with a header that may lie about what follows.
enum PNGFile {
    static func claiming(_ width: Int, _ height: Int) -> [UInt8] {
        var header: [UInt8] = []
        header.append(bigEndian32: width)
        header.append(bigEndian32: height)
        header += [8, 2, 0, 0, 0]
        let nothing: [UInt8] = [0x78, 0x9c, 3, 0, 0, 0, 0, 1]
        return [0x89] + Array("PNG\r\n\u{1a}\n".utf8) + chunk("IHDR", header) + chunk("IDAT", nothing) + chunk("IEND", [])
    }

    private static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
        let body = Array(type.utf8) + data
        var bytes: [UInt8] = []
        bytes.append(bigEndian32: data.count)
        bytes += body
        bytes.append(bigEndian32: Int(checksum(body)))
        return bytes
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var rest: UInt32 = 0xffff_ffff
        for byte in bytes {
            rest ^= UInt32(byte)
            for _ in 0..<8 { rest = rest & 1 == 1 ? rest >> 1 ^ 0xedb8_8320 : rest >> 1 }
        }
        return ~rest
    }
}
