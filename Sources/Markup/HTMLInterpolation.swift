/// Collects a template's literals and escapes its values, appending UTF-8 as it goes.
package struct HTMLInterpolation: StringInterpolationProtocol, Sendable {
    package typealias StringLiteralType = StaticString

    var utf8: [UInt8]

    package init(literalCapacity: Int, interpolationCount: Int) {
        utf8 = []
        utf8.reserveCapacity(literalCapacity + interpolationCount * 24)
    }

    /// Trusted markup between the values.
    package mutating func appendLiteral(_ literal: StaticString) {
        literal.withUTF8Buffer { utf8.append(contentsOf: $0) }
    }

    /// Text or an attribute's value: `& < > " '` are escaped.
    package mutating func appendInterpolation(_ text: String) {
        appendEscaped(text, to: &utf8)
    }

    /// Text when there is some, else nothing.
    package mutating func appendInterpolation(_ text: String?) {
        if let text { appendEscaped(text, to: &utf8) }
    }

    /// A whole number in decimal digits.
    package mutating func appendInterpolation(_ number: some BinaryInteger) {
        utf8.append(contentsOf: String(number).utf8)
    }

    /// Markup inside markup, as it is.
    package mutating func appendInterpolation(_ html: HTML) {
        utf8.append(contentsOf: html.utf8)
    }

    /// Markup when there is some, else nothing.
    package mutating func appendInterpolation(_ html: HTML?) {
        if let html { utf8.append(contentsOf: html.utf8) }
    }

    /// Pieces of markup one after another.
    package mutating func appendInterpolation(_ pieces: [HTML]) {
        for piece in pieces { utf8.append(contentsOf: piece.utf8) }
    }

    /// An address in a quoted attribute: http, https, relative or a picture's `data:`; anything else becomes `#blocked`.
    package mutating func appendInterpolation(url: String) {
        appendURL(url, to: &utf8)
    }

    /// Markup written in source code, chosen at run time.
    package mutating func appendInterpolation(raw: StaticString) {
        raw.withUTF8Buffer { utf8.append(contentsOf: $0) }
    }

    /// A boolean attribute with the space before it (` checked`), or nothing.
    package mutating func appendInterpolation(flag name: StaticString, _ isSet: Bool) {
        guard isSet else { return }
        utf8.append(UInt8(ascii: " "))
        name.withUTF8Buffer { utf8.append(contentsOf: $0) }
    }

    /// An attribute with the space before it (` alt="…"`) when there is a value, else nothing.
    package mutating func appendInterpolation(attribute name: StaticString, _ value: String?) {
        guard let value else { return }
        appendInterpolation(flag: name, true)
        utf8.append(contentsOf: #"=""#.utf8)
        appendEscaped(value, to: &utf8)
        utf8.append(UInt8(ascii: "\""))
    }
}
