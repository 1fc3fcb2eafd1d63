internal import Cryptography
internal import JSON
internal import Library

/// The fields of an object in a manifest; the first that is not what it should be is told.
struct ManifestFields {
    private let members: [String: JSONValue]

    struct Wrong: Error {
        let reason: String
    }

    init(_ value: JSONValue) throws {
        guard case .object(let members) = value else { throw Wrong(reason: "an item is no object") }
        self.members = members
    }

    func optionalText(_ name: String) throws -> String? {
        switch members[name] ?? .null {
        case .null: return nil
        case .string(let text): return text
        default: throw Wrong(reason: "“\(name)” is no text")
        }
    }

    func text(_ name: String) throws -> String { try required(name, try optionalText(name)) }

    func optionalID<Noun>(_ name: String, of _: Noun.Type) throws -> ID<Noun>? {
        guard let text = try optionalText(name) else { return nil }
        guard let id = ID<Noun>(text) else { throw Wrong(reason: "“\(name)” is no id") }
        return id
    }

    func id<Noun>(_ name: String, of noun: Noun.Type) throws -> ID<Noun> { try required(name, try optionalID(name, of: noun)) }

    func choice<Choice: RawRepresentable<String>>(_ name: String, of _: Choice.Type) throws -> Choice {
        guard let choice = Choice(rawValue: try text(name)) else { throw Wrong(reason: "“\(name)” is none that is known") }
        return choice
    }

    func optionalChoice<Choice: RawRepresentable<String>>(_ name: String, of choices: Choice.Type) throws -> Choice? {
        try optionalText(name) == nil ? nil : try choice(name, of: choices)
    }

    func optionalMoment(_ name: String) throws -> Timestamp? {
        guard let text = try optionalText(name) else { return nil }
        guard let moment = Timestamp(text) else { throw Wrong(reason: "“\(name)” is no moment") }
        return moment
    }

    func moment(_ name: String) throws -> Timestamp { try required(name, try optionalMoment(name)) }

    func optionalChecksum(_ name: String) throws -> [UInt8]? {
        guard let text = try optionalText(name) else { return nil }
        guard let checksum = Hex.decode(text), checksum.count == 32 else { throw Wrong(reason: "“\(name)” is no checksum") }
        return checksum
    }

    func optionalInteger(_ name: String) throws -> Int64? {
        switch members[name] ?? .null {
        case .null: return nil
        case .number(let number):
            guard let integer = Int64(exactly: number) else { throw Wrong(reason: "“\(name)” is no whole number") }
            return integer
        default: throw Wrong(reason: "“\(name)” is no number")
        }
    }

    func flag(_ name: String) throws -> Bool {
        switch members[name] ?? .null {
        case .null: return false
        case .bool(let flag): return flag
        default: throw Wrong(reason: "“\(name)” is neither true nor false")
        }
    }

    func texts(_ name: String) throws -> [String] {
        try items(name).map { item in
            guard case .string(let text) = item else { throw Wrong(reason: "“\(name)” holds what is no text") }
            return text
        }
    }

    /// The items of a list; of none where it is absent.
    func items(_ name: String) throws -> [JSONValue] {
        switch members[name] ?? .null {
        case .null: return []
        case .array(let items): return items
        default: throw Wrong(reason: "“\(name)” is no list")
        }
    }

    func object(_ name: String) throws -> ManifestFields { try ManifestFields(members[name] ?? .null) }

    private func required<Value>(_ name: String, _ value: Value?) throws -> Value {
        guard let value else { throw Wrong(reason: "“\(name)” is missing") }
        return value
    }
}

extension Timestamp {
    /// Reads what ``description`` writes, with as many digits of a second as there are.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[4] == 0x2d, bytes[7] == 0x2d, bytes[10] == 0x54, bytes[13] == 0x3a, bytes[16] == 0x3a,
            bytes.last == 0x5a, bytes.count == 20 || (bytes[19] == 0x2e && bytes.count > 21 && bytes.count <= 27)
        else { return nil }
        func number(_ range: Range<Int>) -> Int64? {
            range.reduce(Int64?(0)) { sum, index in
                guard let sum, (0x30...0x39).contains(bytes[index]) else { return nil }
                return sum * 10 + Int64(bytes[index] - 0x30)
            }
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), let hour = number(11..<13),
            let minute = number(14..<16), let second = number(17..<19), (1...12).contains(month), (1...31).contains(day),
            hour < 24, minute < 60, second < 61
        else { return nil }
        var fraction: Int64 = 0
        if bytes.count > 20 {
            guard var digits = number(20..<(bytes.count - 1)) else { return nil }
            for _ in (bytes.count - 21)..<6 { digits *= 10 }
            fraction = digits
        }
        let seconds = Self.days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
        self.init(microseconds: seconds * 1_000_000 + fraction)
    }

    /// Days since 1970 of a proleptic Gregorian date, by eras of 400 years that begin on 1 March.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
