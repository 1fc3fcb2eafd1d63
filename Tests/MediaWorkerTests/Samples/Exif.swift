/// An EXIF block built entry by entry.
struct Exif {
    enum Value {
        case text(String)
        case short(Int)
        case rational(Int, Int)
    }

    var main: [(tag: Int, Value)] = []
    var photo: [(tag: Int, Value)] = []
    var position: [(tag: Int, Value)] = []

    static func orientation(_ orientation: Int) -> Exif { Exif(main: [(0x0112, .short(orientation))]) }

    /// `jpeg` with this block as its first segment.
    func spliced(into jpeg: [UInt8]) -> [UInt8] {
        let body = Array("Exif\0\0".utf8) + tiff
        let length = body.count + 2
        return Array(jpeg[..<2]) + [0xff, 0xe1, UInt8(length >> 8), UInt8(length & 255)] + body + jpeg[2...]
    }

    private var tiff: [UInt8] {
        // The sizes do not depend on the offsets, so a first pass with zeros measures them.
        let mainSize = directory(main, at: 8, pointers: [0x8769: 0, 0x8825: 0]).count
        let photoAt = 8 + mainSize
        let positionAt = photoAt + directory(photo, at: photoAt).count
        var bytes = Array("II".utf8)
        bytes.append(littleEndian16: 42)
        bytes.append(littleEndian32: 8)
        bytes += directory(main, at: 8, pointers: [0x8769: photoAt, 0x8825: positionAt])
        return bytes + directory(photo, at: photoAt) + directory(position, at: positionAt)
    }

    private func directory(_ entries: [(tag: Int, Value)], at start: Int, pointers: [Int: Int] = [:]) -> [UInt8] {
        var table: [UInt8] = []
        var data: [UInt8] = []
        let dataAt = start + 2 + (entries.count + pointers.count) * 12 + 4
        table.append(littleEndian16: entries.count + pointers.count)
        for (tag, value) in entries.sorted(by: { $0.tag < $1.tag }) {
            table.append(littleEndian16: tag)
            append(value, to: &table, data: &data, dataAt: dataAt)
        }
        for (tag, offset) in pointers.sorted(by: { $0.key < $1.key }) {
            table.append(littleEndian16: tag)
            table.append(littleEndian16: 4)
            table.append(littleEndian32: 1)
            table.append(littleEndian32: offset)
        }
        table.append(littleEndian32: 0)
        return table + data
    }

    private func append(_ value: Value, to table: inout [UInt8], data: inout [UInt8], dataAt: Int) {
        switch value {
        case .short(let number):
            table.append(littleEndian16: 3)
            table.append(littleEndian32: 1)
            table.append(littleEndian32: number)
        case .text(let text):
            let bytes = Array(text.utf8) + [0]
            table.append(littleEndian16: 2)
            table.append(littleEndian32: bytes.count)
            table.append(littleEndian32: dataAt + data.count)
            // At least five bytes, or the value would belong into the table itself.
            data += bytes + [UInt8](repeating: 0, count: max(0, 5 - bytes.count))
        case .rational(let top, let bottom):
            table.append(littleEndian16: 5)
            table.append(littleEndian32: 1)
            table.append(littleEndian32: dataAt + data.count)
            data.append(littleEndian32: top)
            data.append(littleEndian32: bottom)
        }
    }
}
