internal import Glibc

/// The BlurHash algorithm: a picture's lowest frequencies in a short text that a browser paints while the picture loads.
package enum BlurHash {
    /// Encodes three-byte sRGB `pixels`, row by row; `across` and `down` components, 1…9 each.
    package static func encode(pixels: [UInt8], width: Int, height: Int, across: Int, down: Int) -> String {
        let linear = pixels.map { linearOf[Int($0)] }
        var factors: [Colour] = []
        for y in 0..<down {
            for x in 0..<across {
                factors.append(factor(linear, width: width, height: height, x: x, y: y))
            }
        }
        return text(factors, across: across, down: down)
    }

    private typealias Colour = SIMD3<Double>

    private static let linearOf: [Double] = (0...255).map { value in
        let part = Double(value) / 255
        return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }

    private static func sRGB(_ linear: Double) -> Int {
        let part = min(max(linear, 0), 1)
        let encoded = part <= 0.0031308 ? part * 12.92 : 1.055 * pow(part, 1 / 2.4) - 0.055
        return Int(encoded * 255 + 0.5)
    }

    private static func factor(_ linear: [Double], width: Int, height: Int, x: Int, y: Int) -> Colour {
        let columns = (0..<width).map { cos(.pi * Double(x) * Double($0) / Double(width)) }
        var sum = Colour.zero
        for row in 0..<height {
            let vertical = cos(.pi * Double(y) * Double(row) / Double(height))
            for column in 0..<width {
                let at = 3 * (row * width + column)
                sum += columns[column] * vertical * Colour(linear[at], linear[at + 1], linear[at + 2])
            }
        }
        return sum * ((x == 0 && y == 0 ? 1 : 2) / Double(width * height))
    }

    private static func text(_ factors: [Colour], across: Int, down: Int) -> String {
        let largest = factors.dropFirst().map { max(abs($0.x), abs($0.y), abs($0.z)) }.max() ?? 0
        let quantised = min(max(Int(largest * 166 - 0.5), 0), 82)
        let scale = factors.count > 1 ? Double(quantised + 1) / 166 : 1
        var text = base83(across - 1 + (down - 1) * 9, digits: 1)
        text += base83(factors.count > 1 ? quantised : 0, digits: 1)
        let average = factors[0]
        text += base83(sRGB(average.x) << 16 | sRGB(average.y) << 8 | sRGB(average.z), digits: 4)
        for factor in factors.dropFirst() { text += base83(quantise(factor / scale), digits: 2) }
        return text
    }

    private static func quantise(_ colour: Colour) -> Int {
        func part(_ value: Double) -> Int {
            let root = value < 0 ? -(-value).squareRoot() : value.squareRoot()
            return min(max(Int((root * 9 + 9.5).rounded(.down)), 0), 18)
        }
        return (part(colour.x) * 19 + part(colour.y)) * 19 + part(colour.z)
    }

    private static let alphabet = Array(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~")

    private static func base83(_ value: Int, digits: Int) -> String {
        var rest = value
        var characters: [Character] = []
        for _ in 0..<digits {
            characters.insert(alphabet[rest % 83], at: 0)
            rest /= 83
        }
        return String(characters)
    }
}
