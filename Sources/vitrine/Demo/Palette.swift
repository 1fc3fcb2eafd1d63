/// The colours of one scene: the sky from top to bottom, then the layers from far to near.
struct Palette: Sendable {
    let sky: [String]
    let sun: String
    let layers: [String]
    let light: String

    static let dawn = Palette(
        sky: ["#5b7fa6", "#f2b8a0", "#fde3c8"], sun: "#fff3d6", layers: ["#a98fa8", "#7d6f95", "#566083", "#39496b", "#22314d"],
        light: "#ffe2b0")
    static let noon = Palette(
        sky: ["#3f86c9", "#8fc1e8", "#dcecf5"], sun: "#ffffff", layers: ["#9db8cc", "#7398b3", "#4f7a8f", "#3d6a5c", "#26493c"],
        light: "#ffffff")
    static let dusk = Palette(
        sky: ["#2b2d5b", "#8a4f7d", "#f08a5d"], sun: "#ffd27f", layers: ["#7a4a72", "#5a3a66", "#412c55", "#2d2043", "#1b142e"],
        light: "#ffd08a")
    static let night = Palette(
        sky: ["#070b1f", "#142250", "#30467a"], sun: "#f4f1de", layers: ["#24365f", "#1b2a4e", "#14203d", "#0e172e", "#080e1e"],
        light: "#ffe6a3")
    static let autumn = Palette(
        sky: ["#8fb3c9", "#dfe3d4", "#f6e3b8"], sun: "#fff6df", layers: ["#b9a583", "#c98f4a", "#b8652a", "#8d4322", "#54291b"],
        light: "#ffe9b8")
    static let winter = Palette(
        sky: ["#9fb6cc", "#cfdbe6", "#f3f1ee"], sun: "#ffffff", layers: ["#c3cfda", "#a7b8c8", "#8aa0b4", "#e6ebf0", "#ffffff"],
        light: "#ffffff")
}
