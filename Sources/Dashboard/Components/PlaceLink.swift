internal import Markup

/// A content item by its name, with the way there where one is known.
struct PlaceLink {
    let name: String
    let address: String?
    /// Whether the way leads out of the library.
    let isElsewhere: Bool

    func html() -> HTML {
        let name: HTML = "<bdi>\(name)</bdi>"
        guard let address else { return name }
        let target: HTML = isElsewhere ? #" target="_blank" rel="noopener noreferrer""# : ""
        return #"<a href="\#(url: address)"\#(target)>\#(name)</a>"#
    }

    /// The same as plain text.
    static func typeName(_ name: String, _ t: Localization) -> String {
        let key = "usage.type.\(name)"
        return t.phrase(key) == nil ? name : t(key)
    }

    /// A type of content in the locale's words where it has some: hosts have types of their own.
    static func type(_ name: String, _ t: Localization) -> HTML {
        let key = "usage.type.\(name)"
        return t.phrase(key) == nil ? "<bdi>\(name)</bdi>" : HTML(text: t(key))
    }
}
