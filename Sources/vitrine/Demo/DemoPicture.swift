internal import MediaWorker

/// One of the sample pictures of a first run, as the project draws it.
struct DemoPicture: Sendable {
    let fileName: String
    let title: String
    let altText: String
    /// Nil keeps the drawing itself, as an SVG.
    let format: DrawFormat?
    let width: Int
    let height: Int
    let svg: String

    static let all: [DemoPicture] = [
        landscape("morning-over-the-lake.jpg", "Morning over the lake", .dawn, seed: 3),
        landscape("blue-ridge.jpg", "Blue ridge", .noon, seed: 11),
        landscape("evening-hills.jpg", "Evening hills", .dusk, seed: 23),
        landscape("night-crossing.jpg", "Night crossing", .night, seed: 31),
        landscape("autumn-valley.jpg", "Autumn valley", .autumn, seed: 47, isPortrait: true),
        landscape("winter-light.webp", "Winter light", .winter, seed: 59, format: .webp(quality: 86)),
        city("harbour-at-night.jpg", "Harbour at night", .night, seed: 7),
        city("rooftops.jpg", "Rooftops", .dusk, seed: 19),
        bouquet("paper-flowers.png", "Paper flowers", seed: 5),
        bouquet("meadow-study.png", "Meadow study", seed: 29),
        tiles("tile-pattern.avif", "Tile pattern", seed: 13),
        mark("lighthouse-mark.svg", "Lighthouse mark"),
    ]

    private static func landscape(
        _ fileName: String, _ title: String, _ palette: Palette, seed: UInt64, format: DrawFormat = .jpeg(quality: 88),
        isPortrait: Bool = false
    ) -> DemoPicture {
        let (width, height) = isPortrait ? (1400, 1800) : (2000, 1333)
        return DemoPicture(
            fileName: fileName, title: title,
            altText: "A drawn landscape: \(title.lowercased()), hills behind hills under an open sky.",
            format: format, width: width, height: height,
            svg: Scene(width: width, height: height, seed: seed).landscape(palette))
    }

    private static func city(_ fileName: String, _ title: String, _ palette: Palette, seed: UInt64) -> DemoPicture {
        DemoPicture(
            fileName: fileName, title: title, altText: "A drawn skyline with lit windows.", format: .jpeg(quality: 88),
            width: 2000,
            height: 1333, svg: Scene(width: 2000, height: 1333, seed: seed).city(palette))
    }

    private static func bouquet(_ fileName: String, _ title: String, seed: UInt64) -> DemoPicture {
        DemoPicture(
            fileName: fileName, title: title, altText: "Cut-paper flowers on a transparent ground.", format: .png, width: 1200,
            height: 1200, svg: Scene(width: 1200, height: 1200, seed: seed).bouquet())
    }

    private static func tiles(_ fileName: String, _ title: String, seed: UInt64) -> DemoPicture {
        DemoPicture(
            fileName: fileName, title: title, altText: "A pattern of quarter circles in muted colours.",
            format: .avif(quality: 60),
            width: 1280, height: 960, svg: Scene(width: 1280, height: 960, seed: seed).tiles())
    }

    private static func mark(_ fileName: String, _ title: String) -> DemoPicture {
        DemoPicture(
            fileName: fileName, title: title, altText: "A lighthouse as a simple mark.", format: nil, width: 400, height: 400,
            svg: Scene(width: 400, height: 400, seed: 1).lighthouse())
    }
}
