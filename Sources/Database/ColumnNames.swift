/// The names of a result's columns, shared by all its rows.
@usableFromInline
package final class ColumnNames: Sendable {
    @usableFromInline
    package let names: [String]
    /// An open-addressed table of indexes into `names`, -1 where empty; its size is a power of two.
    private let slots: [Int16]

    package init(_ names: [String]) {
        self.names = names
        var size = 8
        while size < names.count * 2 { size *= 2 }
        var slots = [Int16](repeating: -1, count: size)
        // Backwards, so that of several columns with one name the first is found.
        for index in names.indices.reversed() {
            var slot = Self.hash(names[index]) & (size - 1)
            while slots[slot] >= 0, names[Int(slots[slot])] != names[index] { slot = (slot + 1) & (size - 1) }
            slots[slot] = Int16(index)
        }
        self.slots = slots
    }

    package func index(of name: String) -> Int? {
        var slot = Self.hash(name) & (slots.count - 1)
        while slots[slot] >= 0 {
            let index = Int(slots[slot])
            if names[index] == name { return index }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// A page of the library looks up some thousands of names; the standard hash would take longer than the query.
    private static func hash(_ name: String) -> Int {
        var hash: UInt64 = 0
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x9E37_79B9_7F4A_7C15 }
        return Int(truncatingIfNeeded: hash >> 32)
    }
}
