/// One element of a small XML answer. Attributes and namespaces are left out: S3's answers say nothing by them.
struct XMLElement: Sendable, Equatable {
    let name: String
    /// Its own text, with that around its children.
    fileprivate(set) var text = ""
    fileprivate(set) var children: [XMLElement] = []

    init(name: String) { self.name = name }

    /// The text of the first child of this name.
    subscript(name: String) -> String? { children.first { $0.name == name }?.text }

    func all(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }
}

/// What is wrong with a text that should be XML.
struct XMLFailure: Error, Equatable {
    let reason: String
}

extension XMLElement {
    static let maximumDepth = 16
    static let maximumElements = 50_000

    /// Reads a document in UTF-8. Strict where it matters: tags must match, nothing may follow the root, document types are refused,
    /// and depth and number of elements are bounded.
    init(parsing bytes: [UInt8]) throws(XMLFailure) {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw XMLFailure(reason: "it is no UTF-8") }
        var scanner = XMLScanner(bytes[...])
        var open: [XMLElement] = []
        var root: XMLElement?
        var count = 0
        while let token = try scanner.next() {
            switch token {
            case .start(let name, let isEmpty):
                count += 1
                guard root == nil, open.count < Self.maximumDepth, count <= Self.maximumElements else {
                    throw XMLFailure(reason: "it has too many elements")
                }
                open.append(XMLElement(name: name))
                if isEmpty { Self.close(&open, &root) }
            case .end(let name):
                guard open.last?.name == name else { throw XMLFailure(reason: "its tags do not match") }
                Self.close(&open, &root)
            case .text(let text):
                if open.isEmpty {
                    guard text.utf8.allSatisfy(XMLScanner.isBlank) else { throw XMLFailure(reason: "there is text outside") }
                } else {
                    open[open.count - 1].text += text
                }
            }
        }
        guard let root, open.isEmpty else { throw XMLFailure(reason: "it ends early") }
        self = root
    }

    private static func close(_ open: inout [XMLElement], _ root: inout XMLElement?) {
        let element = open.removeLast()
        if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
    }
}
