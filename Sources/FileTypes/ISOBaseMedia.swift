/// Files made of boxes (ISO/IEC 14496-12): MP4, QuickTime, HEIC, AVIF and their kin.
enum ISOBaseMedia {
    static func type(of head: FileHead) -> String? {
        guard head.has("ftyp", at: 4), let size = head.bigEndian32(at: 0), size >= 16 else { return withoutBrand(head) }
        let end = min(size, head.count, 512)
        guard let major = head.text(at: 8, length: 4) else { return nil }
        let compatible = stride(from: 16, through: end - 4, by: 4).compactMap { head.text(at: $0, length: 4) }
        return image(major, compatible) ?? media(major, head)
    }

    /// QuickTime from before brands.
    private static func withoutBrand(_ head: FileHead) -> String? {
        guard let size = head.bigEndian32(at: 0), size >= 8 || size == 1 else { return nil }
        let isQuickTime = head.has("moov", at: 4) || head.has("mdat", at: 4) || head.has("wide", at: 4)
        return isQuickTime ? "video/quicktime" : nil
    }

    private static func image(_ major: String, _ compatible: [String]) -> String? {
        switch major {
        case "heic", "heix", "heim", "heis": "image/heic"
        case "hevc", "hevx", "hevm", "hevs": "image/heic-sequence"
        case "avif", "avis": "image/avif"
        case "crx ": "image/x-canon-cr3"
        case "mif1", "msf1", "mif2":
            // The general brand first; what codes the pixels stands among the compatible ones.
            compatible.lazy.filter { !["mif1", "msf1", "mif2"].contains($0) }.compactMap { image($0, []) }.first ?? "image/heif"
        default: nil
        }
    }

    private static func media(_ major: String, _ head: FileHead) -> String {
        switch major {
        case "qt  ": "video/quicktime"
        case "M4A ", "M4B ", "M4P ", "F4A ", "F4B ": "audio/mp4"
        case "M4V ", "M4VH", "M4VP": "video/x-m4v"
        case let brand where brand.hasPrefix("3g2"): hasOnlySound(head) ? "audio/3gpp2" : "video/3gpp2"
        case let brand where brand.hasPrefix("3g"): hasOnlySound(head) ? "audio/3gpp" : "video/3gpp"
        default: hasOnlySound(head) ? "audio/mp4" : "video/mp4"
        }
    }

    /// Whether the description of the tracks lies wholly within the head and has sound but no picture.
    private static func hasOnlySound(_ head: FileHead) -> Bool {
        guard let tracks = movieBox(head) else { return false }
        var handlers: [String] = []
        var position = tracks.lowerBound
        while let found = head.find("hdlr", from: position, to: tracks.upperBound) {
            if let handler = head.text(at: found + 12, length: 4) { handlers.append(handler) }
            position = found + 4
        }
        return handlers.contains("soun") && !handlers.contains("vide")
    }

    private static func movieBox(_ head: FileHead) -> Range<Int>? {
        var position = 0
        while let size = head.bigEndian32(at: position), size >= 8, size <= head.count - position {
            if head.has("moov", at: position + 4) { return position..<position + size }
            position += size
        }
        return nil
    }
}
