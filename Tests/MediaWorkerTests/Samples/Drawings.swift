import MediaWorker
import Platform

/// Pictures the tests draw for themselves.
enum Drawings {
    static func svg(_ width: Int, _ height: Int, _ content: String) -> [UInt8] {
        let size = "width='\(width)' height='\(height)' viewBox='0 0 \(width) \(height)'"
        return Array(
            "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' \(size)>\(content)</svg>".utf8)
    }

    /// Red, green, blue and white quarters, from the top left.
    static let quarters = svg(
        60, 40,
        """
        <rect width='30' height='20' fill='#f00'/><rect x='30' width='30' height='20' fill='#0f0'/>
        <rect y='20' width='30' height='20' fill='#00f'/><rect x='30' y='20' width='30' height='20' fill='#fff'/>
        """)

    /// A blue disc; transparent around it.
    static let disc = svg(60, 40, "<circle cx='30' cy='20' r='18' fill='#00f'/>")

    static func solid(_ colour: String) -> [UInt8] { svg(60, 40, "<rect width='60' height='40' fill='\(colour)'/>") }

    /// 600 × 400 quarters in `format`, drawn once.
    static func quarters(as format: DrawFormat) async throws -> [UInt8] {
        let drawing = drawn.withLock { drawn in
            if let drawing = drawn[format.mimeType] { return drawing }
            let drawing = Task { try await TestWorker.shared.value.draw(svg: quarters, as: format, width: 600, height: 400) }
            drawn[format.mimeType] = drawing
            return drawing
        }
        return try await drawing.value
    }

    private static let drawn = Locked<[String: Task<[UInt8], any Error>]>([:])
}
