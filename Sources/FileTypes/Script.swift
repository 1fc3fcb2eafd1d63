/// Programs in text that name their interpreter.
enum Script {
    static func type(of text: [UInt8]) -> String? {
        let start = text.drop { $0 == 32 || (9...13).contains($0) }
        if start.prefix(5).map({ $0 | 0x20 }).elementsEqual("<?php".utf8.map { $0 | 0x20 }) { return "text/x-php" }
        guard text.starts(with: "#!".utf8) else { return nil }
        let line = String(decoding: text.dropFirst(2).prefix(120).prefix { $0 != 10 && $0 != 13 }, as: UTF8.self)
        let words = line.split(whereSeparator: { $0 == " " || $0 == "/" })
        if words.contains(where: { $0.hasPrefix("python") }) { return "text/x-python" }
        if words.contains(where: { $0.hasPrefix("perl") }) { return "text/x-perl" }
        if words.contains(where: { $0.hasPrefix("node") || $0.hasPrefix("deno") }) { return "text/javascript" }
        return "text/x-shellscript"
    }
}
