/// A piece of HTML whose literals are trusted and whose interpolated values are escaped for the place they stand in.
///
/// Literals can only be written in source code (`StaticString`), so a string that came from outside never becomes markup:
///
///     let card: HTML = "<a href=\"\(url: address)\" title=\"\(name)\">\(name)</a>"
///
/// Attribute values in templates are always double-quoted.
package struct HTML: ExpressibleByStringInterpolation, Sendable, Equatable {
    package typealias StringLiteralType = StaticString
    package typealias StringInterpolation = HTMLInterpolation

    /// The markup as UTF-8, ready to be a response body.
    package private(set) var utf8: [UInt8]

    /// Nothing at all.
    package init() {
        utf8 = []
    }

    /// Trusted markup written in source code.
    package init(stringLiteral value: StaticString) {
        utf8 = value.withUTF8Buffer { Array($0) }
    }

    /// A template with its values already escaped.
    package init(stringInterpolation: HTMLInterpolation) {
        utf8 = stringInterpolation.utf8
    }

    /// Text from anywhere, escaped.
    package init(text: String) {
        utf8 = []
        appendEscaped(text, to: &utf8)
    }

    /// Markup that another part made and answers for: a renderer that leaves nothing in it that could run.
    package init(rendered: String) {
        utf8 = Array(rendered.utf8)
    }

    /// The markup as a string, for tests and logs.
    package var string: String { String(decoding: utf8, as: UTF8.self) }

    /// Whether there is no markup.
    package var isEmpty: Bool { utf8.isEmpty }

    /// Adds markup at the end.
    package static func += (left: inout HTML, right: HTML) {
        left.utf8.append(contentsOf: right.utf8)
    }
}

extension Sequence where Element == HTML {
    /// The pieces one after another.
    package func joined() -> HTML {
        reduce(into: HTML()) { $0 += $1 }
    }
}
