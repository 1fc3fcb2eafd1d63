import Foundation
import Testing

@testable import Dashboard

/// The texts of a room's files, read from the sources.
func sourceFiles(below folders: String..., ext: String) throws -> [String] {
    let room = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources/Dashboard").standardized
    return try folders.flatMap { folder in
        try FileManager.default.contentsOfDirectory(at: room.appending(path: folder), includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == ext }
            .map { try String(contentsOf: $0, encoding: .utf8) }
    }
}

@Suite("The static files")
struct ResourceTests {
    @Test("every file has a type and can be read by its name")
    func names() throws {
        let names = try DashboardResources.names()
        #expect(names.contains("library.js") && names.contains("locales/en.json") && names.contains("icons.svg"))
        for name in names {
            #expect(try !DashboardResources.contents(of: name).isEmpty, "\(name)")
        }
    }

    @Test("every style sheet and script a page asks for is there")
    func asked() throws {
        let names = Set(try DashboardResources.names())
        for page in try everyPage() {
            for match in page.html.matches(of: /\/static\/([a-z\/.-]+)/) {
                #expect(names.contains(String(match.output.1)), "\(page.name): \(match.output.1)")
            }
        }
    }

    @Test("every module a script imports is there")
    func imports() throws {
        let names = Set(try DashboardResources.names())
        for text in try sourceFiles(below: "Resources", ext: "js") {
            for match in text.matches(of: /from "\.\/([^"]+)"/) {
                #expect(names.contains(String(match.output.1)), "\(match.output.1)")
            }
        }
    }

    @Test("the library page preloads exactly the modules its script imports, near and far")
    func preloads() throws {
        var reached: Set<String> = ["library.js"]
        var waiting = ["library.js"]
        while let name = waiting.popLast() {
            let text = String(decoding: try DashboardResources.contents(of: name), as: UTF8.self)
            for match in text.matches(of: /from "\.\/([^"]+)"/) where reached.insert(String(match.output.1)).inserted {
                waiting.append(String(match.output.1))
            }
        }
        #expect(Set(PageFiles.library.modules).union(["library.js"]) == reached)
    }

    @Test("every icon that pages and scripts show is in the sprite")
    func icons() throws {
        let sprite = String(decoding: try DashboardResources.contents(of: "icons.svg"), as: UTF8.self)
        let drawn = Set(sprite.matches(of: /<symbol id="([A-Za-z]+)"/).map { String($0.output.1) })
        #expect(Set(Icon.allCases.map(\.rawValue)).subtracting(drawn).isEmpty)
        for text in try sourceFiles(below: "Resources", ext: "js") {
            for match in text.matches(of: /\b(?:icon|iconButton|setIcon\(\w+,)\(?\s?"([a-z]+)"/) {
                #expect(drawn.contains(String(match.output.1)), "\(match.output.1)")
            }
        }
    }

    @Test("style sheets use only tokens that exist, and logical directions only")
    func styles() throws {
        let sheets = try sourceFiles(below: "Resources", ext: "css")
        let defined = Set(sheets.flatMap { $0.matches(of: /\s(--[a-z0-9-]+):/).map { String($0.output.1) } })
        for sheet in sheets {
            for match in sheet.matches(of: /var\((--[a-z0-9-]+)/) {
                #expect(defined.contains(String(match.output.1)), "\(match.output.1)")
            }
            #expect(
                sheet.firstMatch(
                    of: /(?:margin|padding|border)-(?:left|right|top|bottom)|\s(?:left|right|top|bottom|width|height):/) == nil)
        }
    }

    @Test("scripts stay small: 120 KB as written, each compressed alone about three quarters of the 60 KB allowed")
    func weight() throws {
        let bytes = try sourceFiles(below: "Resources", ext: "js").reduce(0) { $0 + $1.utf8.count }
        #expect(bytes <= 120_000)
    }
}
