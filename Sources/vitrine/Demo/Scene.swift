/// Draws sample pictures as SVG from a seed: the same seed, the same picture.
struct Scene {
    let width: Int
    let height: Int
    private let seed: UInt64

    init(width: Int, height: Int, seed: UInt64) {
        self.width = width
        self.height = height
        self.seed = seed
    }

    // MARK: Hills

    func landscape(_ palette: Palette) -> String {
        var random = SeededGenerator(seed)
        var body = sky(palette, &random)
        for (index, colour) in palette.layers.enumerated() {
            let share = Double(index) / Double(palette.layers.count)
            body += ridge(base: 0.48 + 0.42 * share, relief: 0.16 - 0.08 * share, colour, &random)
        }
        return document(body)
    }

    private func sky(_ palette: Palette, _ random: inout SeededGenerator) -> String {
        let stops = palette.sky.enumerated().map { index, colour in
            "<stop offset=\"\(index * 100 / (palette.sky.count - 1))%\" stop-color=\"\(colour)\"/>"
        }.joined()
        let (x, y) = (width * random.percent(20...80) / 100, height * random.percent(18...42) / 100)
        return """
            <defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">\(stops)</linearGradient></defs>
            <rect width="\(width)" height="\(height)" fill="url(#sky)"/>
            <circle cx="\(x)" cy="\(y)" r="\(height / 6)" fill="\(palette.sun)" opacity=".18"/>
            <circle cx="\(x)" cy="\(y)" r="\(height / 14)" fill="\(palette.sun)" opacity=".9"/>
            """
    }

    /// One range of hills, by halving a line again and again and moving the middle.
    private func ridge(base: Double, relief: Double, _ colour: String, _ random: inout SeededGenerator) -> String {
        var heights = [base + random.offset(relief), base + random.offset(relief)]
        var step = relief
        for _ in 0..<8 {
            var finer: [Double] = []
            for (left, right) in zip(heights, heights.dropFirst()) {
                finer += [left, (left + right) / 2 + random.offset(step / 2)]
            }
            heights = finer + [heights[heights.count - 1]]
            step *= 0.52
        }
        let points = heights.enumerated().map { index, level in
            "\(index * width / (heights.count - 1)),\(Int(level * Double(height)))"
        }.joined(separator: " ")
        return "<polygon fill=\"\(colour)\" points=\"0,\(height) \(points) \(width),\(height)\"/>"
    }

    // MARK: Houses

    func city(_ palette: Palette) -> String {
        var random = SeededGenerator(seed)
        var body = sky(palette, &random)
        for (index, colour) in palette.layers.dropFirst(2).enumerated() {
            body += houses(colour, tallest: height * (62 - 12 * index) / 100, lights: palette.light, &random)
        }
        return document(body)
    }

    private func houses(_ colour: String, tallest: Int, lights: String, _ random: inout SeededGenerator) -> String {
        var body = ""
        var x = -random.percent(0...60)
        while x < width {
            let (wide, tall) = (width * random.percent(4...9) / 100, tallest * random.percent(45...100) / 100)
            body += "<rect x=\"\(x)\" y=\"\(height - tall)\" width=\"\(wide)\" height=\"\(tall)\" fill=\"\(colour)\"/>"
            for row in stride(from: height - tall + 24, to: height - 30, by: 42) {
                for column in stride(from: x + 14, to: x + wide - 24, by: 30) where random.percent(0...99) < 22 {
                    body += "<rect x=\"\(column)\" y=\"\(row)\" width=\"12\" height=\"18\" fill=\"\(lights)\" opacity=\".85\"/>"
                }
            }
            x += wide + random.percent(0...24)
        }
        return body
    }

    // MARK: Flowers, tiles, mark

    func bouquet() -> String {
        var random = SeededGenerator(seed)
        let colours = ["#d1495b", "#edae49", "#66a182", "#2e4057", "#8d96a3", "#f4845f"]
        var body = ""
        for _ in 0..<14 {
            let (x, y) = (width * random.percent(16...84) / 100, height * random.percent(14...84) / 100)
            let (size, colour) = (width * random.percent(5...11) / 100, colours[random.percent(0...99) % colours.count])
            for petal in 0..<7 {
                body += """
                    <ellipse cx="\(x)" cy="\(y - size)" rx="\(size * 45 / 100)" ry="\(size)" fill="\(colour)" opacity=".82" \
                    transform="rotate(\(petal * 360 / 7) \(x) \(y))"/>
                    """
            }
            body += "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"\(size * 40 / 100)\" fill=\"#fff4d6\"/>"
        }
        return document(body)
    }

    func tiles() -> String {
        var random = SeededGenerator(seed)
        let colours = ["#264653", "#2a9d8f", "#e9c46a", "#f4a261", "#e76f51", "#f1ead9"]
        let size = width / 8
        var body = "<rect width=\"\(width)\" height=\"\(height)\" fill=\"#f1ead9\"/>"
        for row in 0..<(height / size) {
            for column in 0..<8 {
                let (x, y) = (column * size, row * size)
                let (ground, shape) = (colours[random.percent(0...99) % 6], colours[random.percent(0...99) % 6])
                let turn = random.percent(0...3) * 90
                body += """
                    <rect x="\(x)" y="\(y)" width="\(size)" height="\(size)" fill="\(ground)"/>\
                    <path d="M\(x) \(y) h\(size) a\(size) \(size) 0 0 1 -\(size) \(size) z" fill="\(shape)" \
                    transform="rotate(\(turn) \(x + size / 2) \(y + size / 2))"/>
                    """
            }
        }
        return document(body)
    }

    func lighthouse() -> String {
        document(
            """
            <circle cx="200" cy="200" r="190" fill="#12355b"/><path d="M200 90 L20 40 V150 Z M200 90 L380 40 V150 Z" fill="#ffd166" opacity=".55"/>
            <path d="M165 320 L178 120 H222 L235 320 Z" fill="#f8f4e9"/><path d="M172 210 L175 165 H225 L228 210 Z" fill="#d1495b"/>
            <path d="M166 300 L169 255 H231 L234 300 Z" fill="#d1495b"/><rect x="176" y="84" width="48" height="36" fill="#ffd166"/>
            <path d="M170 84 L200 56 L230 84 Z" fill="#d1495b"/><path d="M60 330 Q130 300 200 330 T340 330 V360 H60 Z" fill="#3c6e91"/>
            """)
    }

    private func document(_ body: String) -> String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)">\(body)</svg>
        """
    }
}

/// Numbers that a seed determines (SplitMix64).
private struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func percent(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    mutating func offset(_ size: Double) -> Double { Double.random(in: -size...size, using: &self) }
}
