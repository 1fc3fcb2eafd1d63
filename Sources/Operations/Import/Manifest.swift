internal import JSON
internal import Library
internal import Platform

/// A manifest that was looked through from end to end: what is needed at once, and where in its file the rest is.
struct Manifest {
    private let file: FileDescriptor
    /// Whose library it was.
    private(set) var organization = OrganizationID(rawValue: 0)
    private(set) var folders: [FolderRecord] = []
    private(set) var links: [Range<Int64>] = []
    /// Assets whose file is in the export, by its name there.
    private(set) var files: [String: Range<Int64>] = [:]
    /// The names of ``files`` in the manifest's order.
    private(set) var fileNames: [String] = []
    /// Assets whose file the manifest does not name, as one without an archive does.
    private(set) var withoutFile: [Range<Int64>] = []
    /// Which asset a thumbnail is of, by the name of its file.
    private(set) var thumbnails: [String: AssetID] = [:]
    /// Assets with declared usages.
    private(set) var used: [Range<Int64>] = []
    private(set) var content: [Range<Int64>] = []
    /// What the addresses of files began with where this was exported.
    private(set) var addressPrefixes: Set<String> = []

    private var format: String?
    private var version: Int64?

    private static let maximumFolders = Folder.maximumCount

    /// Reads all of it once, so that a damaged one is found before anything is imported. Throws ``ExportReadError``.
    static func read(_ file: FileDescriptor) throws -> Manifest {
        var scanner = try ManifestScanner(file)
        var collected = Manifest(file)
        try scanner.scan { member, isItem, range in
            do {
                try collected.note(member, isItem, range)
            } catch let error as ManifestFields.Wrong {
                throw ExportReadError.manifestDamaged(reason: error.reason, offset: range.lowerBound)
            } catch let error as JSONParser.Failure {
                throw ExportReadError.manifestDamaged(
                    reason: error.reason, offset: range.lowerBound + Int64(error.offset))
            }
        }
        guard collected.isKnown else { throw ExportReadError.unknownFormat }
        return collected
    }

    private init(_ file: FileDescriptor) { self.file = file }

    private var isKnown: Bool {
        format == LibraryExport.format && version == Int64(LibraryExport.version) && organization.rawValue != 0
    }

    func asset(at range: Range<Int64>) throws -> AssetRecord { try AssetRecord(fields(at: range)) }
    func content(at range: Range<Int64>) throws -> ContentRecord { try ContentRecord(fields(at: range)) }

    private func value(at range: Range<Int64>) throws -> JSONValue {
        try JSONParser.parse(try ManifestScanner.bytes(of: range, in: file))
    }

    private func fields(at range: Range<Int64>) throws -> ManifestFields { try ManifestFields(value(at: range)) }

    private mutating func note(_ member: String, _ isItem: Bool, _ range: Range<Int64>) throws {
        switch (member, isItem) {
        case ("format", false):
            if case .string(let text) = try value(at: range) { format = text }
        case ("version", false):
            if case .number(let number) = try value(at: range) { version = Int64(exactly: number) }
        case ("filesUrl", false):
            if case .string(let text) = try value(at: range) { addressPrefixes.insert(text) }
        case ("organization", false):
            organization = try fields(at: range).id("id", of: Organization.self)
        case ("folders", true):
            guard folders.count < Self.maximumFolders else { throw ManifestFields.Wrong(reason: "there are too many folders") }
            folders.append(try FolderRecord(fields(at: range)))
        case ("assets", true): try note(AssetRecord(fields(at: range)), at: range)
        case ("content", true):
            _ = try content(at: range)
            content.append(range)
        // A list that must be one, and is something else.
        case ("folders", false), ("assets", false), ("content", false):
            throw ManifestFields.Wrong(reason: "“\(member)” is no list")
        default: _ = try value(at: range)
        }
    }

    private mutating func note(_ asset: AssetRecord, at range: Range<Int64>) throws {
        if asset.provider.isExternal {
            links.append(range)
        } else if let name = asset.file {
            guard files.updateValue(range, forKey: name) == nil else {
                throw ManifestFields.Wrong(reason: "two assets have the file “\(name.prefix(200))”")
            }
            fileNames.append(name)
        } else {
            withoutFile.append(range)
        }
        if let name = asset.thumbnailFile { thumbnails[name] = asset.id }
        if !asset.declared.isEmpty { used.append(range) }
        if let address = asset.publicURL, !asset.provider.isExternal, addressPrefixes.count < 16,
            let key = address.firstRange(of: StorageKey.organizationsPrefix)
        {
            addressPrefixes.insert(String(address[..<key.lowerBound]))
        }
    }
}
