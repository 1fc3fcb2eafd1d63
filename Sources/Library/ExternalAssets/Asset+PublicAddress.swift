extension Asset {
    /// Where everybody finds what the asset is, root-relative or absolute: its file here, or the address a link leads to (M9, M24).
    package var publicAddress: String? { storage?.publicURL ?? (provider.isExternal ? sourceURL : nil) }
}
