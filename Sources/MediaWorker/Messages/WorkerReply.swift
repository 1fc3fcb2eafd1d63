/// What a job answers. A job that was taken over may answer anything: every field is checked while decoding.
package enum WorkerReply: Equatable, Sendable {
    case inspection(MediaInspection)
    case rendering(MediaRendering)
    case drawing([UInt8])
    case references([DocumentReference])
    case html(String)
    case probe(String)
    case refusal(Refusal)

    /// The errors a job itself can tell; the others are told by how its process ends.
    package enum Refusal: Equatable, Sendable {
        case unsupported(String)
        case malformed(String)
        case tooLarge(String)
        case outOfMemory
    }

    package func encoded() -> [UInt8] {
        var encoder = WireEncoder()
        switch self {
        case .inspection(let inspection):
            encoder.put(Tag.inspection)
            encoder.put(inspection)
        case .rendering(let rendering):
            encoder.put(Tag.rendering)
            encoder.put(rendering)
        case .drawing(let bytes):
            encoder.put(Tag.drawing)
            encoder.put(bytes)
        case .references(let references):
            encoder.put(Tag.references)
            encoder.put(references)
        case .html(let html):
            encoder.put(Tag.html)
            encoder.put(html)
        case .probe(let text):
            encoder.put(Tag.probe)
            encoder.put(text)
        case .refusal(let refusal):
            encoder.put(Tag.refusal)
            encoder.put(refusal)
        }
        return encoder.bytes
    }

    package init?(_ bytes: [UInt8]) {
        var decoder = WireDecoder(bytes)
        guard let reply = Self.decode(&decoder), decoder.isAtEnd else { return nil }
        self = reply
    }

    private static func decode(_ decoder: inout WireDecoder) -> WorkerReply? {
        switch decoder.integer(UInt8.self) {
        case Tag.inspection: decoder.inspection().map(WorkerReply.inspection)
        case Tag.rendering: decoder.rendering().map(WorkerReply.rendering)
        case Tag.drawing: decoder.byteString().map(WorkerReply.drawing)
        case Tag.references: decoder.references().map(WorkerReply.references)
        case Tag.html: decoder.string().map(WorkerReply.html)
        case Tag.probe: decoder.string().map(WorkerReply.probe)
        case Tag.refusal: decoder.refusal().map(WorkerReply.refusal)
        default: nil
        }
    }

    private enum Tag {
        static let inspection: UInt8 = 1
        static let rendering: UInt8 = 2
        static let drawing: UInt8 = 3
        static let probe: UInt8 = 4
        static let refusal: UInt8 = 5
        static let references: UInt8 = 6
        static let html: UInt8 = 7
    }
}

extension WireEncoder {
    fileprivate mutating func put(_ refusal: WorkerReply.Refusal) {
        switch refusal {
        case .unsupported(let what): put(1, what)
        case .malformed(let what): put(2, what)
        case .tooLarge(let what): put(3, what)
        case .outOfMemory: put(4, "")
        }
    }

    private mutating func put(_ code: UInt8, _ text: String) {
        put(code)
        put(text)
    }
}

extension WireDecoder {
    private static let longestReason = 400

    fileprivate mutating func refusal() -> WorkerReply.Refusal? {
        guard let code = integer(UInt8.self), let text = string(), text.utf8.count <= Self.longestReason else { return nil }
        return switch code {
        case 1: .unsupported(text)
        case 2: .malformed(text)
        case 3: .tooLarge(text)
        case 4: .outOfMemory
        default: nil
        }
    }
}
