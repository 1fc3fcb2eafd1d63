package import Markup

/// Everything a library holds, to keep or to take elsewhere (M48): two files to fetch.
package enum ExportPage {
    /// The whole page.
    package static func html(_ sidebar: SidebarModel) -> HTML {
        let t = sidebar.context.localization
        let path = sidebar.organization.exportPath
        return OrganizationPage.html(
            sidebar, title: t("export.title"), noticeCode: nil,
            content: """
                <section aria-labelledby="export-archive">
                <h2 id="export-archive">\(t("export.archive"))</h2>
                <p class="hint">\(t("export.archive.about", ["size": byteCount(sidebar.storage.usedBytes, t)]))</p>
                <p><a class="button primary" href="\(url: path + "/archive")" download>\(t("export.archive.get"))</a></p>
                </section>
                <section aria-labelledby="export-manifest">
                <h2 id="export-manifest">\(t("export.manifest"))</h2>
                <p class="hint">\(t("export.manifest.about"))</p>
                <p><a class="button" href="\(url: path + "/manifest")" download>\(t("export.manifest.get"))</a></p>
                </section>
                """)
    }
}
