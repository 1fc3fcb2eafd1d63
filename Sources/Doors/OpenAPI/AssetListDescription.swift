internal import JSON
internal import Library

/// The parameters ``AssetListParameters`` reads.
enum AssetListDescription {
    static let parameters: [ParameterDescription] = [
        .query("q", .words, "Text that a name, title, path or tag contains."),
        .query("kind", .list(of: .choice(AssetKind.self)), "Any of these kinds; repeat it for several."),
        .query("tag", .list(of: .tag(isRequired: true)), "Every one of these tags; repeat it for several."),
        .query("folder", .any(of: [.constant("root"), .id]), "In this folder, or in none."),
        .query("recursive", .choice(["true", "false"]).unlessGiven(.string("false")), "Whether in the folders below as well."),
        .query(
            "path", .text(minimum: 1, maximum: LogicalPath.maximumCharacters, pattern: TextPattern.uncontrolled),
            "What the logical path begins with, such as `2026/`."),
        .query("usage", .choice(UsageFilter.self), "Whether content uses them."),
        .query("checksum", .text(pattern: TextPattern.sha256), "SHA-256 of the bytes, in hexadecimal digits."),
        .query("mediaType", .choice(MediaTypeRole.self), "The role of a picture."),
        .query(
            "status", .choice(AssetShelf.self).unlessGiven(.string(AssetShelf.active.rawValue)), "Where in their life they are."),
        .query(
            "sort", .choice(orders).unlessGiven(.string(AssetSort().text)), "In which order; `-` for the largest or latest first."
        ),
        .limit,
        .query(
            "page", .integer(from: 1, to: AssetListParameters.lastPage),
            "The page by its number; `cursor` goes further. Not with `cursor`."),
        .cursor,
    ]

    private static let orders = AssetSort.Field.allCases.flatMap { [$0.rawValue, "-\($0.rawValue)"] }
}
