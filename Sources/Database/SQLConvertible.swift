/// A type whose values can be bound to a statement and read from a row.
///
/// An enumeration with a raw value conforms by saying so: `extension AssetKind: SQLConvertible {}`. The conformances here are
/// inlinable, as otherwise a page's thousands of columns are read through generic metadata, which takes five times as long.
@usableFromInline
package protocol SQLConvertible {
    var sqlValue: SQLValue { get }

    /// Nil when the column holds something else; never a guess or a rounded value.
    init?(sqlValue: SQLValue)
}

extension SQLConvertible where Self: RawRepresentable, RawValue: SQLConvertible {
    @inlinable
    package var sqlValue: SQLValue { rawValue.sqlValue }

    @inlinable
    package init?(sqlValue: SQLValue) {
        guard let rawValue = RawValue(sqlValue: sqlValue) else { return nil }
        self.init(rawValue: rawValue)
    }
}

extension Int64: SQLConvertible {
    @inlinable
    package var sqlValue: SQLValue { .integer(self) }

    @inlinable
    package init?(sqlValue: SQLValue) {
        guard case .integer(let value) = sqlValue else { return nil }
        self = value
    }
}

extension Int: SQLConvertible {
    @inlinable
    package var sqlValue: SQLValue { .integer(Int64(self)) }

    @inlinable
    package init?(sqlValue: SQLValue) {
        guard case .integer(let value) = sqlValue else { return nil }
        self = Int(value)
    }
}

/// Stored as 0 and 1.
extension Bool: SQLConvertible {
    @inlinable
    package var sqlValue: SQLValue { .integer(self ? 1 : 0) }

    @inlinable
    package init?(sqlValue: SQLValue) {
        switch sqlValue {
        case .integer(0): self = false
        case .integer(1): self = true
        default: return nil
        }
    }
}

/// Reads whole numbers too, as `sum()` may answer either. SQLite stores a NaN as NULL.
extension Double: SQLConvertible {
    @inlinable
    package var sqlValue: SQLValue { .real(self) }

    @inlinable
    package init?(sqlValue: SQLValue) {
        switch sqlValue {
        case .real(let value): self = value
        case .integer(let value):
            guard let exact = Double(exactly: value) else { return nil }
            self = exact
        default: return nil
        }
    }
}

extension String: SQLConvertible {
    @inlinable
    package var sqlValue: SQLValue { .text(self) }

    @inlinable
    package init?(sqlValue: SQLValue) {
        guard case .text(let value) = sqlValue else { return nil }
        self = value
    }
}

extension [UInt8]: SQLConvertible {
    @inlinable
    package var sqlValue: SQLValue { .blob(self) }

    @inlinable
    package init?(sqlValue: SQLValue) {
        switch sqlValue {
        case .blob(let bytes): self = bytes
        case .uuid(let value): self = Swift.withUnsafeBytes(of: value.bigEndian) { Array($0) }
        default: return nil
        }
    }
}

/// An identifier; also reads a blob of 16 bytes.
extension UInt128: SQLConvertible {
    @inlinable
    package var sqlValue: SQLValue { .uuid(self) }

    @inlinable
    package init?(sqlValue: SQLValue) {
        switch sqlValue {
        case .uuid(let value): self = value
        case .blob(let bytes) where bytes.count == 16:
            self = bytes.withUnsafeBytes { UInt128(bigEndian: $0.loadUnaligned(as: UInt128.self)) }
        default: return nil
        }
    }
}

extension Optional: SQLConvertible where Wrapped: SQLConvertible {
    @inlinable
    package var sqlValue: SQLValue { self?.sqlValue ?? .null }

    @inlinable
    package init?(sqlValue: SQLValue) {
        if case .null = sqlValue {
            self = .none
        } else if let value = Wrapped(sqlValue: sqlValue) {
            self = value
        } else {
            return nil
        }
    }
}

extension SQLValue: SQLConvertible {
    @inlinable
    package var sqlValue: SQLValue { self }

    @inlinable
    package init?(sqlValue: SQLValue) { self = sqlValue }
}
