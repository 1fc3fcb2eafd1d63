internal import JSON
package import Library

/// A file of lessons (M50): `{"lessons": [{"id", "title", "videos": […], "documents": […]}]}`.
///
/// The file's bytes are kept, and where each lesson is; what a lesson says is read when it is its turn.
package struct LessonFile: Sendable {
    private let bytes: [UInt8]
    private let lessons: [Range<Int>]

    package var count: Int { lessons.count }

    /// The most bytes a file may have.
    package static let maximumBytes = 256 << 20
    /// The most entries of one lesson: each is up to four references.
    package static let maximumEntries = 2_000

    /// Reads the whole file once, and throws ``BackfillError`` `malformed` for the first thing that is not as it should be.
    package init(_ bytes: [UInt8]) throws(BackfillError) {
        if bytes.count > Self.maximumBytes { throw .malformed("it has more than \(Self.maximumBytes) bytes") }
        do {
            var scanner = JSONScanner(bytes)
            let members = try scanner.members()
            try scanner.expectEnd()
            let lists = members.filter { $0.name == "lessons" }
            guard lists.count == 1 else { throw BackfillError.malformed("it has no list “lessons”, or several") }
            scanner = JSONScanner(bytes, at: lists[0].value.lowerBound)
            guard scanner.isAtList() else { throw BackfillError.malformed("“lessons” is no list") }
            lessons = try scanner.items()
        } catch let error as BackfillError {
            throw error
        } catch {
            throw .malformed((error as? JSONParser.Failure).map(Self.reason) ?? "\(error)")
        }
        self.bytes = bytes
        var known: Set<String> = []
        for index in lessons.indices {
            let id = try lesson(index).id
            guard known.insert(id).inserted else { throw .malformed("lessons[\(index)].id: “\(id)” is there twice") }
        }
    }

    /// The lesson at `index`, read anew.
    package func lesson(_ index: Int) throws(BackfillError) -> Lesson {
        do {
            let document = try JSONDocument(Array(bytes[lessons[index]]))
            return try Lesson(document)
        } catch let failure as JSONParser.Failure {
            let offset = failure.offset + lessons[index].lowerBound
            throw .malformed("lessons[\(index)]: \(failure.reason), at byte \(offset)")
        } catch {
            throw .malformed("lessons[\(index)]\((error as? Lesson.Problem)?.text ?? ": \(error)")")
        }
    }

    private static func reason(_ failure: JSONParser.Failure) -> String { "\(failure.reason), at byte \(failure.offset)" }
}

/// A lesson as its own system wrote it.
package struct Lesson: Sendable {
    package let id: String
    package let title: String
    /// Of the lists the lesson has.
    let entries: [LessonEntry.List: [SourceEntry]]

    /// What is wrong with it, from its member on.
    struct Problem: Error {
        let text: String
    }

    /// An entry, and the JSON it was read from.
    struct SourceEntry: Sendable {
        let source: String
        /// Nil for one that is none.
        let entry: LessonEntry?
    }

    fileprivate init(_ document: JSONDocument) throws {
        guard case .object(let members) = document.value else { throw Problem(text: " is no object") }
        id = try Self.id(members, document)
        switch members["title"] {
        case .string(let text): title = text.trimmedWhitespace.isEmpty ? id : text
        case .null, nil: title = id
        default: throw Problem(text: ".title is no text")
        }
        var entries: [LessonEntry.List: [SourceEntry]] = [:]
        for list in LessonEntry.List.allCases {
            switch members[list.rawValue] {
            case .null, nil: continue
            case .array(let values): entries[list] = try Self.entries(values, list, document)
            default: throw Problem(text: ".\(list.rawValue) is no list")
            }
        }
        self.entries = entries
        guard entries.values.reduce(0, { $0 + $1.count }) <= LessonFile.maximumEntries else {
            throw Problem(text: " has more than \(LessonFile.maximumEntries) entries")
        }
        do {
            _ = try ContentPush(.lesson, id, title: title, body: String(decoding: document.bytes, as: UTF8.self)).checked()
        } catch {
            throw Problem(text: ": \(error.sentence)")
        }
    }

    /// A text, or the digits of a number.
    private static func id(_ members: [String: JSONValue], _ document: JSONDocument) throws -> String {
        switch members["id"] {
        case .string(let id) where !id.isEmpty: return id
        case .number: return document.source(of: "id") ?? ""
        default: throw Problem(text: ".id is missing, or no text")
        }
    }

    private static func entries(
        _ values: [JSONValue], _ list: LessonEntry.List, _ document: JSONDocument
    ) throws -> [SourceEntry] {
        let source = Array((document.source(of: list.rawValue) ?? "[]").utf8)
        var scanner = JSONScanner(source)
        return zip(try scanner.items(), values).map { range, value in
            SourceEntry(source: String(decoding: source[range], as: UTF8.self), entry: LessonEntry(value, list))
        }
    }
}

extension LessonEntry {
    /// Nil for what is no entry: no object, or with a field that should be a text and is none.
    init?(_ value: JSONValue, _ list: List) {
        guard case .object(let members) = value else { return nil }
        self.init(list)
        let fields: [(String, WritableKeyPath<LessonEntry, String?>)] = [
            ("type", \.type), ("link", \.link), ("key", \.key), (list == .videos ? "title" : "name", \.title),
            ("assetId", \.assetID),
        ]
        for (name, path) in fields {
            switch members[name] {
            case .null, nil: continue
            case .string(let text):
                let text = text.trimmedWhitespace
                if !text.isEmpty { self[keyPath: path] = text }
            default: return nil
            }
        }
    }
}
