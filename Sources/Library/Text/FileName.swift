/// The name a file was uploaded under: data that is shown and sent back, never part of a path (M16).
package enum FileName {
    /// The client's name as it is kept: last path component, NFC, controls and direction marks dropped, ≤ 255 characters.
    ///
    /// A browser's file name is not something the person typed into a field, so it is cleaned rather than refused; what
    /// is left empty becomes `file`.
    package static func cleaned(_ name: String) -> String {
        let component = name.split(omittingEmptySubsequences: true, whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? ""
        var scalars = String.UnicodeScalarView()
        for scalar in component.unicodeScalars where !scalar.isControlOrBidirectional { scalars.append(scalar) }
        // Only now: what is dropped may have kept a letter and its accent apart.
        let text = shortened(String(scalars).normalizedNFC.trimmedWhitespace)
        return text.allSatisfy { $0 == "." } ? "file" : text
    }

    /// At most 255 characters and 1,024 bytes, the extension kept if it is one; empty when a single character is longer.
    private static func shortened(_ name: String) -> String {
        guard name.count > 255 || name.utf8.count > 1024 else { return name }
        let dot = name.lastIndex(of: ".")
        let fileExtension = dot.map { String(name[$0...]) }.flatMap { $0.utf8.count <= 64 ? $0 : nil } ?? ""
        var stem = String((fileExtension.isEmpty ? name[...] : name[..<dot!]).prefix(255 - fileExtension.count))
        while !stem.isEmpty, stem.utf8.count + fileExtension.utf8.count > 1024 { stem.removeLast() }
        return stem.isEmpty ? "" : stem.trimmedWhitespace + fileExtension
    }
}
