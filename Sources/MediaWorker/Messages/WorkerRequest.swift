/// What the server asks of one job.
package enum WorkerRequest: Equatable, Sendable {
    case inspect(MediaFormat, PictureLimits)
    case render(MediaFormat, PictureLimits)
    case draw(DrawFormat, width: Int, height: Int)
    /// The source is a ``MarkdownJob``.
    case findReferences
    case renderMarkdown
    /// Looks at the sandbox from within, or misbehaves; refused unless the worker was started for tests.
    case probe(String)

    package func encoded() -> [UInt8] {
        var encoder = WireEncoder()
        switch self {
        case .inspect(let format, let limits): encoder.put(Tag.inspect, format, limits)
        case .render(let format, let limits): encoder.put(Tag.render, format, limits)
        case .draw(let format, let width, let height):
            encoder.put(Tag.draw)
            encoder.put(format.code)
            encoder.put(UInt8(clamping: format.quality))
            encoder.put(Int32(clamping: width))
            encoder.put(Int32(clamping: height))
        case .findReferences: encoder.put(Tag.findReferences)
        case .renderMarkdown: encoder.put(Tag.renderMarkdown)
        case .probe(let name):
            encoder.put(Tag.probe)
            encoder.put(name)
        }
        return encoder.bytes
    }

    package init?(_ bytes: [UInt8]) {
        var decoder = WireDecoder(bytes)
        switch decoder.integer(UInt8.self) {
        case Tag.inspect:
            guard let (format, limits) = decoder.picture() else { return nil }
            self = .inspect(format, limits)
        case Tag.render:
            guard let (format, limits) = decoder.picture() else { return nil }
            self = .render(format, limits)
        case Tag.draw:
            guard let code = decoder.integer(UInt8.self), let quality = decoder.integer(UInt8.self),
                let format = DrawFormat(code: code, quality: Int(quality)),
                let width = decoder.integer(Int32.self), let height = decoder.integer(Int32.self)
            else { return nil }
            self = .draw(format, width: Int(width), height: Int(height))
        case Tag.findReferences: self = .findReferences
        case Tag.renderMarkdown: self = .renderMarkdown
        case Tag.probe:
            guard let name = decoder.string() else { return nil }
            self = .probe(name)
        default: return nil
        }
        guard decoder.isAtEnd else { return nil }
    }

    private enum Tag {
        static let inspect: UInt8 = 1
        static let render: UInt8 = 2
        static let draw: UInt8 = 3
        static let probe: UInt8 = 4
        static let findReferences: UInt8 = 5
        static let renderMarkdown: UInt8 = 6
    }
}

/// Bounds checked against the header before any pixel is decoded.
package struct PictureLimits: Equatable, Sendable {
    /// Width × height × frames.
    package var maximumPixels: Int
    package var maximumFrames: Int

    package init(maximumPixels: Int, maximumFrames: Int) {
        self.maximumPixels = maximumPixels
        self.maximumFrames = maximumFrames
    }
}

extension WireEncoder {
    fileprivate mutating func put(_ tag: UInt8, _ format: MediaFormat, _ limits: PictureLimits) {
        put(tag)
        put(format.rawValue)
        put(Int64(limits.maximumPixels))
        put(Int64(limits.maximumFrames))
    }
}

extension WireDecoder {
    fileprivate mutating func picture() -> (MediaFormat, PictureLimits)? {
        guard let format = string().flatMap(MediaFormat.init(rawValue:)), let pixels = integer(Int64.self),
            let frames = integer(Int64.self)
        else { return nil }
        return (format, PictureLimits(maximumPixels: Int(pixels), maximumFrames: Int(frames)))
    }
}

extension DrawFormat {
    fileprivate var code: UInt8 {
        switch self {
        case .jpeg: 1
        case .png: 2
        case .webp: 3
        case .gif: 4
        case .tiff: 5
        case .avif: 6
        case .heic: 7
        }
    }

    fileprivate init?(code: UInt8, quality: Int) {
        switch code {
        case 1: self = .jpeg(quality: quality)
        case 2: self = .png
        case 3: self = .webp(quality: quality)
        case 4: self = .gif
        case 5: self = .tiff
        case 6: self = .avif(quality: quality)
        case 7: self = .heic(quality: quality)
        default: return nil
        }
    }
}
