internal import FoundationEssentials

/// The JSON that Supabase Storage is sent.
enum SupabaseOrder {
    struct Bucket: Encodable {
        let id: String
        let name: String
        let `public` = false
    }

    struct Listing: Encodable {
        struct Sorting: Encodable {
            let column = "name"
            let order = "asc"
        }

        let prefix: String
        let limit: Int
        let offset: Int
        let sortBy = Sorting()
    }

    /// To move an object or to copy it.
    struct Move: Encodable {
        let bucketId: String
        let sourceKey: String
        let destinationKey: String
    }

    struct Deletion: Encodable {
        /// Whole keys, whatever the name.
        let prefixes: [String]
    }

    struct Signing: Encodable {
        /// Seconds.
        let expiresIn: Int64
    }

    /// What an object carries to be known again, as `x-metadata`.
    struct Mark: Encodable {
        let vitrine: String
    }
}

/// The JSON that Supabase Storage answers with.
enum SupabaseReply {
    struct Listed: Decodable {
        struct Metadata: Decodable {
            let size: Int64?
            let lastModified: String?
        }

        let name: String
        /// Nil for a folder.
        let id: String?
        let updatedAt: String?
        let createdAt: String?
        let metadata: Metadata?

        private enum CodingKeys: String, CodingKey {
            case name, id, metadata
            case updatedAt = "updated_at"
            case createdAt = "created_at"
        }
    }

    struct Deleted: Decodable {
        let name: String
    }

    struct Described: Decodable {
        struct Metadata: Decodable {
            let vitrine: String?
        }

        let metadata: Metadata?
    }

    struct SignedRead: Decodable {
        let signedURL: String
    }

    struct SignedWrite: Decodable {
        let url: String
    }

    struct Ignored: Decodable {
        init(from decoder: any Decoder) {}
    }
}

extension SupabaseReply.Listed {
    /// In seconds since 1970.
    var modifiedAt: Int64 {
        [metadata?.lastModified, updatedAt, createdAt].lazy.compactMap { $0 }.compactMap(secondsSince1970).first ?? 0
    }
}

/// The time that `text` tells: `2026-01-31T12:00:00.123Z`, or with an offset from UTC.
func secondsSince1970(_ text: String) -> Int64? {
    let plain = Date.ISO8601FormatStyle()
    let fractional = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    let date = (try? Date(text, strategy: fractional)) ?? (try? Date(text, strategy: plain))
    return date.map { Int64($0.timeIntervalSince1970.rounded(.down)) }
}
