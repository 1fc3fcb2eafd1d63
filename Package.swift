// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// A C library of the system: a module map and a `shim.h` for what Swift cannot import.
func library(_ name: String, _ pkgConfig: String?, apt: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt])])
}

func room(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: "\(name)Tests", dependencies: dependencies, swiftSettings: settings)
}

let package = Package(
    name: "vitrine",
    products: [
        .executable(name: "vitrine", targets: ["vitrine"]),
        .executable(name: "vitrine-media-worker", targets: ["vitrine-media-worker"]),
    ],
    targets: [
        .systemLibrary(name: "CLinux"),
        library("CSQLite", "sqlite3", apt: "libsqlite3-dev"),
        library("CPostgres", "libpq", apt: "libpq-dev"),
        library("CCurl", "libcurl", apt: "libcurl4-openssl-dev"),
        library("COpenSSL", "libcrypto", apt: "libssl-dev"),
        library("CSodium", "libsodium", apt: "libsodium-dev"),
        library("CMagic", "libmagic", apt: "libmagic-dev"),
        library("CLibVips", "vips", apt: "libvips-dev"),
        library("CMarkdown", "libcmark-gfm", apt: "libcmark-gfm-extensions-dev"),
        library("CArchive", "libarchive", apt: "libarchive-dev"),
        .target(name: "CVips", dependencies: ["CLibVips"]),
        .target(name: "CSandbox"),

        room("Platform", ["CLinux"]),
        room("Observability", ["Platform"]),
        room("HTTPServer", ["Platform", "CLinux"]),
        room("HTTPClient", ["Platform", "CCurl"]),
        room("Database", ["Platform", "CSQLite", "CPostgres"]),
        room("Cryptography", ["COpenSSL", "CSodium"]),
        room("FileTypes", ["Platform", "CMagic"]),
        room("Archive", ["Platform", "CArchive"]),
        room("Imaging", ["CVips"]),
        room("Markdown", ["CMarkdown"]),
        room("MediaWorker", ["Platform", "CSandbox", "CLinux"]),
        room("Markup"),
        room("JSON"),
        room("Library"),
        room("LibraryStore", ["Library", "Database"]),
        room("BlobStorage", ["Platform", "CLinux", "Cryptography", "HTTPClient"]),
        room(
            "Operations",
            [
                "Library", "LibraryStore", "Database", "BlobStorage", "MediaWorker", "Cryptography", "FileTypes", "HTTPClient",
                "JSON", "Archive", "Platform",
            ]),
        room("Jobs", ["Operations", "Library", "LibraryStore", "Database", "Platform"]),
        room("Dashboard", ["Markup", "Library"], resources: [.copy("Resources")]),
        room(
            "Doors",
            [
                "Operations", "Library", "Cryptography", "HTTPServer", "JSON", "Archive", "Markup", "Dashboard", "Observability",
                "Platform",
            ]),
        .executableTarget(
            name: "vitrine-media-worker", dependencies: ["MediaWorker", "Imaging", "Markdown", "CSandbox"],
            path: "Sources/MediaWorkerProcess", swiftSettings: settings),
        .executableTarget(
            name: "vitrine",
            dependencies: [
                "Doors", "Jobs", "Operations", "Library", "LibraryStore", "Database", "BlobStorage", "MediaWorker",
                "Cryptography",
                "FileTypes", "HTTPServer", "HTTPClient", "Dashboard", "Observability", "Platform",
            ],
            swiftSettings: settings),

        // A server that answers by a script, for tests.
        .target(name: "HTTPTesting", dependencies: ["Platform"], path: "Tests/HTTPTesting", swiftSettings: settings),

        // Empty databases of every engine, for tests.
        .target(
            name: "DatabaseTesting", dependencies: ["Database", "Platform"], path: "Tests/DatabaseTesting",
            swiftSettings: settings),

        tests("Platform", ["Platform"]),
        tests("Observability", ["Observability"]),
        tests("HTTPServer", ["HTTPServer", "Platform", "CLinux"]),
        tests("HTTPClient", ["HTTPClient", "HTTPServer", "HTTPTesting", "Platform"]),
        tests("Database", ["Database", "DatabaseTesting", "Platform"]),
        tests("Cryptography", ["Cryptography"]),
        tests("FileTypes", ["FileTypes"]),
        tests("Archive", ["Archive", "Platform"]),
        tests("MediaWorker", ["MediaWorker", "Platform"]),
        tests("Markdown", ["Markdown"]),
        tests("Markup", ["Markup"]),
        tests("JSON", ["JSON"]),
        tests("Library", ["Library"]),
        tests("LibraryStore", ["LibraryStore", "Library", "Database", "DatabaseTesting", "Platform"]),
        tests("BlobStorage", ["BlobStorage", "HTTPClient", "HTTPServer", "HTTPTesting", "Cryptography", "Platform"]),
        tests(
            "Operations",
            [
                "Operations", "Jobs", "Library", "LibraryStore", "Database", "DatabaseTesting", "BlobStorage", "MediaWorker",
                "Cryptography", "FileTypes", "Platform",
            ]),
        tests("Dashboard", ["Dashboard", "Markup", "Library"]),
    ],
    swiftLanguageModes: [.v6]
)
