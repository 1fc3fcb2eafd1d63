extension WireEncoder {
    mutating func put(_ rendering: MediaRendering) {
        put(rendering.inspection)
        put(rendering.thumbnail)
        put(rendering.card)
        put(rendering.placeholder)
    }

    private mutating func put(_ image: RenderedImage) {
        put(Int32(clamping: image.width))
        put(Int32(clamping: image.height))
        put(image.bytes)
    }
}

extension WireDecoder {
    mutating func rendering() -> MediaRendering? {
        guard let inspection = inspection(),
            let thumbnail = image("image/webp", sides: 1...320, startingWith: Array("RIFF".utf8)),
            let card = image("image/jpeg", sides: 200...200, startingWith: [0xff, 0xd8, 0xff]),
            let placeholder = string(), placeholder.utf8.count == 28, placeholder.utf8.allSatisfy({ 0x21...0x7e ~= $0 })
        else { return nil }
        return MediaRendering(inspection: inspection, thumbnail: thumbnail, card: card, placeholder: placeholder)
    }

    /// The type is the server's word, not the worker's.
    private mutating func image(_ mimeType: String, sides: ClosedRange<Int>, startingWith signature: [UInt8]) -> RenderedImage? {
        guard let width = positive(), sides ~= width, let height = positive(), sides ~= height, let bytes = byteString(),
            bytes.starts(with: signature)
        else { return nil }
        return RenderedImage(bytes: bytes, width: width, height: height, mimeType: mimeType)
    }
}
