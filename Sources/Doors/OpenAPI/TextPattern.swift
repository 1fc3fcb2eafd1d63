internal import Library

/// Regular expressions (ECMA-262) for the texts that ``TextRule`` accepts, made from the same functions it asks.
enum TextPattern {
    /// A text that is trimmed and then holds neither control characters nor marks that change its direction.
    static func plain(allowsLineBreaks: Bool = false, isRequired: Bool = false, without others: String = "") -> String {
        let refused = characterClass { scalar in
            if allowsLineBreaks, "\n\t\r".unicodeScalars.contains(scalar) { return false }
            return scalar.isControlOrBidirectional || others.unicodeScalars.contains(scalar)
        }
        let refusedAtEnds = characterClass { scalar in
            scalar.isControlOrBidirectional || scalar.properties.isWhitespace || others.unicodeScalars.contains(scalar)
        }
        let core = "[^\(refusedAtEnds)](?:[^\(refused)]*[^\(refusedAtEnds)])?"
        return isRequired ? "^[\(space)]*\(core)[\(space)]*$" : "^[\(space)]*(?:\(core))?[\(space)]*$"
    }

    /// Texts with an `@` between two parts.
    static let email: String = {
        let part = "[^@\(characterClass { $0.isControlOrBidirectional || $0.properties.isWhitespace })]+"
        return "^[\(space)]*\(part)@\(part)[\(space)]*$"
    }()

    /// A slug as `Organization.checkSlug` takes it.
    static let slug = "^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])$"
    static let sha256 = "^[0-9a-fA-F]{64}$"

    /// A text without control characters and marks that change its direction, anywhere.
    static let uncontrolled = "^[^\(characterClass(\.isControlOrBidirectional))]*$"

    /// A tag as `Tag.normalized` takes it.
    static func tag(isRequired: Bool) -> String {
        let isRefused = { (scalar: Unicode.Scalar) in
            scalar == "," || scalar.isControlOrBidirectional && !"\n\t\r".unicodeScalars.contains(scalar)
        }
        let any = "[^\(characterClass(isRefused))]*"
        return isRequired ? "^\(any)[^\(characterClass { isRefused($0) || $0.properties.isWhitespace })]\(any)$" : "^\(any)$"
    }

    /// A folder's name as `Folder.checkName` takes it.
    static let folderName: String = {
        let name = plain(isRequired: true, without: "/")
        return "^(?![\(space)]*\\.\\.?[\(space)]*$)" + name.dropFirst()
    }()

    /// A path as `LogicalPath.check` takes it.
    static let logicalPath: String = {
        let refused = characterClass { $0.isControlOrBidirectional || $0 == "/" }
        let segment = "(?!\\.\\.?(?:/|[\(space)]*$))[^\(refused)]+"
        return "^[\(space)]*(?:\(segment)(?:/\(segment))*)?[\(space)]*$"
    }()

    private static let space = characterClass { $0.properties.isWhitespace }

    /// Every scalar of the Basic Multilingual Plane that `isMember`, as ranges.
    private static func characterClass(_ isMember: (Unicode.Scalar) -> Bool) -> String {
        var ranges: [ClosedRange<UInt32>] = []
        for value in UInt32(0)...0xffff {
            guard let scalar = Unicode.Scalar(value), isMember(scalar) else { continue }
            if let last = ranges.last, last.upperBound + 1 == value {
                ranges[ranges.count - 1] = last.lowerBound...value
            } else {
                ranges.append(value...value)
            }
        }
        return ranges.map { range in
            range.count == 1 ? escape(range.lowerBound) : "\(escape(range.lowerBound))-\(escape(range.upperBound))"
        }.joined()
    }

    private static func escape(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
    }
}
