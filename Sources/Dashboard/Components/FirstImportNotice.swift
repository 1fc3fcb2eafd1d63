internal import Markup

/// What became of the files that an organization had before (M49).
enum FirstImportNotice {
    static func html(_ model: FirstImportModel, _ context: PageContext) -> HTML {
        let t = context.localization
        let skipped: HTML? =
            model.skipped > 0
            ? """
            <details><summary>\(t("firstImport.skipped", count: model.skipped))</summary>\
            <ul>\(model.skippedFiles.map { "<li><bdi>\($0)</bdi></li>" as HTML })</ul></details>
            """ : nil
        let hasFailed = model.failure != nil && !model.isRunning
        return """
            <div class="notice \(hasFailed ? "problem" : "success")" role="status" id="first-import">\
            \((hasFailed ? Icon.warning : Icon.check).html(context.staticFiles))<div><p>\(sentence(model, t))</p>\
            \(model.failure.map { "<p>\($0)</p>" as HTML })\(skipped)</div></div>
            """
    }

    private static func sentence(_ model: FirstImportModel, _ t: Localization) -> String {
        if model.isRunning { return t("firstImport.running", count: model.imported) }
        return t(model.failure == nil ? "firstImport.done" : "firstImport.failed", count: model.imported)
    }
}
