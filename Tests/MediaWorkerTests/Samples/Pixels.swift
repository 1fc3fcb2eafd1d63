import MediaWorker

/// A rough colour, as coarse as lossy formats keep it.
enum Colour: String {
    case red, green, blue, white, black, clear, other

    init(_ parts: [Int]) {
        func high(_ index: Int) -> Bool { parts[index] > 180 }
        func low(_ index: Int) -> Bool { parts[index] < 75 }
        if parts.count == 4 && parts[3] < 40 {
            self = .clear
        } else if high(0) && low(1) && low(2) {
            self = .red
        } else if low(0) && high(1) && low(2) {
            self = .green
        } else if low(0) && low(1) && high(2) {
            self = .blue
        } else if high(0) && high(1) && high(2) {
            self = .white
        } else if low(0) && low(1) && low(2) {
            self = .black
        } else {
            self = .other
        }
    }
}

/// A decoded picture's size and the colours of its corners (as read, row by row) and centre.
struct Pixels: Equatable {
    var width: Int
    var height: Int
    var corners: [Colour]
    var centre: Colour

    /// Decodes `bytes` in the worker and looks.
    init(of bytes: [UInt8]) async throws {
        let text = try await TestWorker.shared.value.probe("pixels", source: try temporaryFile(bytes))
        let words = text.split(separator: " ")
        let colours = words.dropFirst(2).map { Colour($0.split(separator: ",").map { Int($0)! }) }
        width = Int(words[0])!
        height = Int(words[1])!
        corners = Array(colours.prefix(4))
        centre = colours[4]
    }
}
