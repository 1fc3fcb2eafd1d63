/// A named set of policy values; code reads the policy, never the profile's name.
package enum Profile: String, CaseIterable, Sendable {
    case cms, records, site, learning, docs

    /// The rules of the mission's policy table that exist so far.
    package var policy: Policy {
        switch self {
        case .cms:
            Policy(acceptedTypes: .all, maxFileBytes: nil, read: .member, upload: .manager, delete: .manager)
        case .records:
            Policy(acceptedTypes: .kinds([.image]), maxFileBytes: nil, read: .member, upload: .manager, delete: .manager)
        case .site:
            Policy(
                acceptedTypes: .mimeTypes(["image/jpeg", "image/png", "image/gif", "image/webp"]), maxFileBytes: 5 * .mebibyte,
                read: .admin, upload: .admin, delete: .admin)
        case .learning:
            Policy(acceptedTypes: .all, maxFileBytes: nil, read: .member, upload: .member, delete: .admin)
        case .docs:
            Policy(
                acceptedTypes: .mimeTypes([
                    "image/jpeg", "image/png", "image/gif", "image/webp", "image/svg+xml", "video/mp4", "video/webm",
                    "audio/mpeg",
                    "audio/mp4", "audio/ogg", "audio/wav", "application/pdf", "application/zip",
                ]),
                maxFileBytes: 100 * .mebibyte, read: .admin, upload: .admin, delete: .admin)
        }
    }
}

/// The rules of one organization: what it takes, and the least role for each capability.
package struct Policy: Sendable {
    package let acceptedTypes: AcceptedTypes
    /// The profile's own cap on one file, where it has one.
    package let maxFileBytes: Int64?
    private let read: Role
    private let upload: Role
    private let delete: Role

    init(acceptedTypes: AcceptedTypes, maxFileBytes: Int64?, read: Role, upload: Role, delete: Role) {
        self.acceptedTypes = acceptedTypes
        self.maxFileBytes = maxFileBytes
        self.read = read
        self.upload = upload
        self.delete = delete
    }

    /// The least role that has `capability`.
    package func leastRole(for capability: Capability) -> Role {
        switch capability {
        case .read: read
        case .upload, .edit: upload
        case .delete: delete
        case .administer: .admin
        }
    }
}

/// Which files a policy takes, by the type their bytes have (M15).
package enum AcceptedTypes: Sendable {
    case all
    case kinds(Set<AssetKind>)
    case mimeTypes([String])

    package func contains(mimeType: String) -> Bool {
        switch self {
        case .all: true
        case .kinds(let kinds): kinds.contains(AssetKind(mimeType: mimeType))
        case .mimeTypes(let types): types.contains(mimeType)
        }
    }

    /// What is accepted, for a sentence: `image/jpeg, image/png`.
    package var summary: String {
        switch self {
        case .all: "any file"
        case .kinds(let kinds): kinds.map { "\($0.rawValue) files" }.sorted().joined(separator: ", ")
        case .mimeTypes(let types): types.joined(separator: ", ")
        }
    }
}
