package import Database
package import Library

/// How the domain's values are stored: ids as UUIDs, moments as microseconds, enumerations by their names.
extension ID: SQLConvertible {
    package var sqlValue: SQLValue { .uuid(rawValue) }

    package init?(sqlValue: SQLValue) {
        guard let value = UInt128(sqlValue: sqlValue) else { return nil }
        self.init(rawValue: value)
    }
}

extension Timestamp: SQLConvertible {
    package var sqlValue: SQLValue { .integer(microseconds) }

    package init?(sqlValue: SQLValue) {
        guard case .integer(let microseconds) = sqlValue else { return nil }
        self.init(microseconds: microseconds)
    }
}

extension String {
    /// Whether a column can hold it: PostgreSQL's take no NUL, and no rule of the library lets one in.
    var isStorable: Bool { !utf8.contains(0) }
}

extension AssetKind: SQLConvertible {}
extension AssetProvider: SQLConvertible {}
extension AssetScope: SQLConvertible {}
extension AssetStatus: SQLConvertible {}
extension Door: SQLConvertible {}
extension MediaTypeRole: SQLConvertible {}
extension Plan: SQLConvertible {}
extension Profile: SQLConvertible {}
extension RenditionName: SQLConvertible {}
extension Role: SQLConvertible {}
extension ThumbnailStatus: SQLConvertible {}
extension UploadMethod: SQLConvertible {}
extension OnDuplicate: SQLConvertible {}
extension UsageOrigin: SQLConvertible {}
extension ContentItem.BodyFormat: SQLConvertible {}
extension Visibility: SQLConvertible {}

extension ContentType: SQLConvertible {
    package var sqlValue: SQLValue { .text(name) }

    package init?(sqlValue: SQLValue) {
        guard case .text(let name) = sqlValue else { return nil }
        self.init(name: name)
    }
}
