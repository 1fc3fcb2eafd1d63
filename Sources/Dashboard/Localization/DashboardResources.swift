internal import Foundation

/// The files of `Resources`: style sheets, scripts, icons, locales, and the default pictures of sites.
package enum DashboardResources {
    /// The folder they are in. Beside the program when it was installed with them, else where the build put them.
    package static var directory: String { folder.path }

    /// The names of all files, such as `library.css` and `locales/en.json`, sorted.
    ///
    /// - Throws: when the folder cannot be read.
    package static func names() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: directory)
            .filter { contentType(of: $0) != nil }
            .sorted()
    }

    /// A file's bytes.
    ///
    /// - Throws: when there is no such file or it cannot be read.
    package static func contents(of name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appendingPathComponent(name)))
    }

    /// The `Content-Type` of a file by its extension; nil for a file that is not served.
    package static func contentType(of name: String) -> String? {
        switch name.split(separator: ".").last {
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "json": "application/json"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        default: nil
        }
    }

    private static var folder: URL { Bundle.module.bundleURL.appendingPathComponent("Resources") }
}
