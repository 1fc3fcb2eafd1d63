internal import Glibc
internal import Platform

/// Environment variables, read once; every secret may also come from the file `NAME_FILE` names.
struct Environment: Sendable {
    private let values: [String: String]

    init(_ values: [String: String]) { self.values = values }

    static func current() -> Environment {
        var values: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let parts = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { values[String(parts[0])] = String(parts[1]) }
            entry += 1
        }
        return Environment(values)
    }

    /// The variable's value; an empty one counts as not set.
    subscript(name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// The variable, or the first line of the file `NAME_FILE` names.
    func secret(_ name: String) throws(ConfigurationError) -> String? {
        if let value = self[name] { return value }
        guard let path = self["\(name)_FILE"] else { return nil }
        guard let text = try? FileText.read(path) else {
            throw ConfigurationError("\(name)_FILE", "the file “\(path)” cannot be read; name a readable file")
        }
        return text.split(separator: "\n").first.map(String.init)
    }

    /// Whether the variable or the file that holds it is named.
    func isSet(_ name: String) -> Bool { self[name] != nil || self["\(name)_FILE"] != nil }

    /// `true` or `false`, also as 1 and 0.
    func flag(_ name: String) throws(ConfigurationError) -> Bool? {
        switch self[name]?.lowercased() {
        case nil: return nil
        case "true", "1": return true
        case "false", "0": return false
        case .some(let text): throw ConfigurationError(name, "“\(text)” is neither true nor false")
        }
    }

    /// An `http` or `https` address, without its trailing slashes.
    func url(_ name: String, withPath: Bool = true) throws(ConfigurationError) -> String? {
        guard let text = self[name] else { return nil }
        let url = text.last == "/" ? String(text.reversed().drop { $0 == "/" }.reversed()) : text
        let rest = url.hasPrefix("https://") ? url.dropFirst(8) : url.hasPrefix("http://") ? url.dropFirst(7) : ""
        let isPlain = rest.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && !"\"'<>;,?#@\\".utf8.contains($0) }
        guard let first = rest.first, first != "/", isPlain, withPath || !rest.contains("/") else {
            throw ConfigurationError(name, "“\(text)” is not an address like https://media.example.org")
        }
        return url
    }

    /// A length of time such as `90s`, `15m`, `24h` or `2d`, in seconds.
    func duration(_ name: String, in range: ClosedRange<Int64>, _ accepts: String) throws(ConfigurationError) -> Int64? {
        guard let text = self[name] else { return nil }
        guard let seconds = DurationText.seconds(text), range.contains(seconds) else {
            throw ConfigurationError(name, "“\(text)” is not a time such as 24h or 90s, \(accepts)")
        }
        return seconds
    }

    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, of: Choice.Type
    ) throws(ConfigurationError) -> Choice? {
        guard let value = self[name] else { return nil }
        if let choice = Choice(rawValue: value) { return choice }
        throw ConfigurationError(name, "“\(value)” is none of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
    }
}

/// A variable with a value that cannot be used: one line that names it and says what it accepts.
struct ConfigurationError: Error, CustomStringConvertible {
    let variable: String
    let reason: String

    init(_ variable: String, _ reason: String) {
        self.variable = variable
        self.reason = reason
    }

    var description: String { "\(variable): \(reason)." }
}

/// A small text file.
enum FileText {
    static func read(_ path: String) throws(Errno) -> String {
        let file = try FileDescriptor.open(path, O_RDONLY)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
        defer { buffer.deallocate() }
        let count = try file.read(into: buffer, at: 0)
        return String(decoding: buffer[..<count], as: UTF8.self)
    }

    /// Writes a file only its owner can read; refuses to replace one.
    static func create(_ path: String, _ text: String) throws(Errno) {
        let file = try FileDescriptor.open(path, O_WRONLY | O_CREAT | O_EXCL, mode: 0o600)
        var failure: Errno?
        Array(text.utf8).withUnsafeBytes { bytes in
            do throws(Errno) { try file.write(bytes) } catch { failure = error }
        }
        if let failure { throw failure }
        try file.synchronize()
    }
}
