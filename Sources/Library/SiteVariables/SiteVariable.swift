/// A value of `site-variables/main` that the seed sees to: the address of an asset that has a default (M25).
package enum SiteVariable: String, CaseIterable, Sendable {
    case logo, socialImage

    /// The entry of the global data that holds the values.
    package static let entry = "site-variables/main"

    /// What its asset is called in storage keys.
    package var assetName: String {
        switch self {
        case .logo: "logo"
        case .socialImage: "social-image"
        }
    }

    /// Addresses that earlier defaults had, and that nobody chose.
    private var formerDefaults: Set<String> {
        switch self {
        case .logo:
            [
                "/logo.svg", "/logo.png", "/images/logo.svg", "/images/logo.png", "/img/logo.svg", "/img/logo.png",
                "/assets/logo.svg", "/assets/logo.png", "/static/logo.svg", "/static/logo.png",
            ]
        case .socialImage:
            [
                "/og-image.png", "/og-image.jpg", "/og.png", "/images/og-image.png", "/images/og-image.jpg", "/images/og.png",
                "/social-image.png", "/social-image.jpg", "/images/social-image.png", "/opengraph-image.png",
                "/assets/og-image.png", "/static/og-image.png",
            ]
        }
    }

    /// What is to become of `value`, the default being at `current`; `isOurs` knows the keys that a seed published, wherever they
    /// were answered then.
    package func verdict(on value: String?, current: String, isOurs: (String) -> Bool) -> Verdict {
        guard let value = value?.trimmedWhitespace, !value.isEmpty else { return .published }
        if value == current { return .unchanged }
        if formerDefaults.contains(value) { return .repaired }
        if let key = seedKey(in: value), isOurs(key) || value == "/files/\(key)" { return .repaired }
        return .kept
    }

    /// The key that an address of one of this variable's own assets ends in, such as
    /// `https://media.example/global/site-variables/logo.0123456789abcdef.svg`.
    package func seedKey(in address: String) -> String? {
        let path = address.prefix { $0 != "?" && $0 != "#" }
        let segments = path.split(separator: "/", omittingEmptySubsequences: false).suffix(3)
        guard segments.count == 3, segments.dropLast().joined(separator: "/") + "/" == StorageKey.siteVariablesPrefix,
            let name = segments.last?.split(separator: ".", omittingEmptySubsequences: false), name.count == 3,
            name[0] == assetName, (8...64).contains(name[1].utf8.count), name[1].allSatisfy(\.isHexDigit), !name[2].isEmpty
        else { return nil }
        return segments.joined(separator: "/")
    }

    /// What a seed does with one value.
    package enum Verdict: String, Sendable {
        /// There was none: the default is there now.
        case published
        /// It was an old default, or an address that an earlier seed made and that is not the present one.
        case repaired
        case unchanged
        /// Somebody chose it.
        case kept
    }
}
