/// The name a file was uploaded under: data that is shown and sent back, never part of a path (M16).
package enum FileName {
    /// The client's name as it is kept: last path component, NFC, controls and direction marks dropped, ≤ 255 characters.
    ///
    /// A browser's file name is not something the person typed into a field, so it is cleaned rather than refused; what
    /// is left empty becomes `file`.
    package static func cleaned(_ name: String) -> String {
        let component = name.split(omittingEmptySubsequences: true, whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? ""
        var scalars = String.UnicodeScalarView()
        for scalar in String(component).normalizedNFC.unicodeScalars where !scalar.isControlOrBidirectional {
            scalars.append(scalar)
        }
        let text = String(scalars).trimmedWhitespace
        if text.isEmpty || text.allSatisfy({ $0 == "." }) { return "file" }
        return shortened(text)
    }

    private static func shortened(_ name: String) -> String {
        guard name.count > 255 || name.utf8.count > 1024 else { return name }
        let dot = name.lastIndex(of: ".")
        let fileExtension = dot.map { String(name[$0...]) }.flatMap { $0.count <= 16 ? $0 : nil } ?? ""
        var stem = String(name.prefix(255 - fileExtension.count))
        while stem.utf8.count + fileExtension.utf8.count > 1024 { stem.removeLast() }
        return stem + fileExtension
    }
}
