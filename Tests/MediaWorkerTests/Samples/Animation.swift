/// Animated files put together from bytes.
enum Animation {
    /// A GIF whose frames are one colour each, of a palette of red, green, blue and white; 100 ms a frame.
    static func gif(_ width: Int, _ height: Int, frames: [Int]) -> [UInt8] {
        var bytes = Array("GIF89a".utf8)
        bytes.append(littleEndian16: width)
        bytes.append(littleEndian16: height)
        bytes += [0x91, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255]
        for colour in frames {
            bytes += [0x21, 0xf9, 4, 0, 10, 0, 0, 0, 0x2c, 0, 0, 0, 0]
            bytes.append(littleEndian16: width)
            bytes.append(littleEndian16: height)
            bytes += [0, 2] + pixels(count: width * height, colour: colour) + [0]
        }
        return bytes + [0x3b]
    }

    /// Three-bit codes, the table cleared before it could grow: LZW without compression.
    private static func pixels(count: Int, colour: Int) -> [UInt8] {
        let (clear, end) = (4, 5)
        var codes: [Int] = []
        for index in 0..<count {
            if index % 2 == 0 { codes.append(clear) }
            codes.append(colour)
        }
        codes.append(end)
        var packed: [UInt8] = []
        var (bits, held) = (0, 0)
        for code in codes {
            held |= code << bits
            bits += 3
            while bits >= 8 {
                packed.append(UInt8(held & 255))
                held >>= 8
                bits -= 8
            }
        }
        packed.append(UInt8(held & 255))
        return stride(from: 0, to: packed.count, by: 255).flatMap { start in
            let block = packed[start..<min(start + 255, packed.count)]
            return [UInt8(block.count)] + block
        }
    }

    /// A WebP that shows each of the lossy still WebPs `stills` for 100 ms.
    static func webp(_ width: Int, _ height: Int, stills: [[UInt8]]) -> [UInt8] {
        var header: [UInt8] = [0x02, 0, 0, 0]
        header.append(littleEndian24: width - 1)
        header.append(littleEndian24: height - 1)
        var body = Array("WEBP".utf8) + chunk("VP8X", header) + chunk("ANIM", [255, 255, 255, 255, 0, 0])
        for still in stills {
            var frame: [UInt8] = [0, 0, 0, 0, 0, 0]
            frame.append(littleEndian24: width - 1)
            frame.append(littleEndian24: height - 1)
            frame.append(littleEndian24: 100)
            frame.append(0)
            body += chunk("ANMF", frame + pictureChunk(of: still))
        }
        return chunk("RIFF", body)
    }

    private static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
        var bytes = Array(name.utf8)
        bytes.append(littleEndian32: data.count)
        return bytes + data + (data.count % 2 == 1 ? [0] : [])
    }

    private static func pictureChunk(of webp: [UInt8]) -> [UInt8] {
        var at = 12
        while at + 8 <= webp.count {
            let size = Int(webp[at + 4]) | Int(webp[at + 5]) << 8 | Int(webp[at + 6]) << 16
            let end = at + 8 + size + size % 2
            if webp[at..<at + 4].elementsEqual("VP8 ".utf8) { return Array(webp[at..<min(end, webp.count)]) }
            at = end
        }
        return []
    }
}
