/// Where in a JSON document its texts and its outermost members are.
package struct JSONOutline: Sendable {
    /// A text that is a value, not a name.
    package struct Text: Sendable {
        package let path: JSONPath
        package let value: String
        /// Its bytes in the document, quotes included.
        package let range: Range<Int>
    }

    /// In the order of the document.
    package fileprivate(set) var texts: [Text] = []
    /// The bytes of each outermost member's value, where the document is an object.
    package internal(set) var members: [String: Range<Int>] = [:]
    /// Where the parser is.
    var path = JSONPath()

    mutating func note(_ value: String, at range: Range<Int>) {
        texts.append(Text(path: path, value: value, range: range))
    }
}
