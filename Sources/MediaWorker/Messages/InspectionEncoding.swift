extension WireEncoder {
    mutating func put(_ inspection: MediaInspection) {
        put(inspection.format.rawValue)
        put(Int32(clamping: inspection.width))
        put(Int32(clamping: inspection.height))
        put(Int32(clamping: inspection.frames))
        put(inspection.hasAlpha ? UInt8(1) : 0)
        put(UInt8(clamping: inspection.orientation))
        put((inspection.durationSeconds ?? 0).bitPattern)
        put(UInt8(clamping: inspection.exif.count))
        for (name, value) in inspection.exif.sorted(by: { $0.key < $1.key }) {
            put(name)
            put(value)
        }
    }
}

extension WireDecoder {
    private static let longestExifText = 800

    mutating func inspection() -> MediaInspection? {
        guard let format = string().flatMap(MediaFormat.init(rawValue:)), let width = positive(), let height = positive(),
            let frames = positive(), let alpha = integer(UInt8.self),
            let orientation = integer(UInt8.self), 1...8 ~= orientation,
            let duration = integer(UInt64.self).map(Double.init(bitPattern:)), duration.isFinite, duration >= 0,
            let exif = exifTexts()
        else { return nil }
        return MediaInspection(
            format: format, width: width, height: height, frames: frames, hasAlpha: alpha != 0, orientation: Int(orientation),
            exif: exif, durationSeconds: duration > 0 ? duration : nil)
    }

    mutating func positive() -> Int? {
        integer(Int32.self).flatMap { $0 > 0 ? Int($0) : nil }
    }

    private mutating func exifTexts() -> [String: String]? {
        guard let count = integer(UInt8.self) else { return nil }
        var texts: [String: String] = [:]
        for _ in 0..<count {
            guard let name = string(), let value = string(), value.utf8.count <= Self.longestExifText else { return nil }
            texts[name] = value
        }
        return texts
    }
}
