internal import BlobStorage
internal import Cryptography
internal import Database
package import Library
internal import LibraryStore

/// The default asset of a site variable, as this build brings it.
package struct SiteVariableDefault: Sendable {
    package let variable: SiteVariable
    package let mimeType: String
    package let fileExtension: String
    package let bytes: [UInt8]

    package init(_ variable: SiteVariable, mimeType: String, fileExtension: String, bytes: [UInt8]) {
        self.variable = variable
        self.mimeType = mimeType
        self.fileExtension = fileExtension
        self.bytes = bytes
    }
}

/// What a seed did with one value of `site-variables/main`.
package struct SeededSiteVariable: Sendable {
    package let variable: SiteVariable
    package let verdict: SiteVariable.Verdict
    /// The value as it is now: the default's address, or what somebody chose.
    package let value: String
}

extension MediaLibrary {
    /// Uploads the default assets of site variables and lets `site-variables/main` name them (M25): values somebody chose are left
    /// alone, old defaults and addresses of earlier seeds are repaired. Running it again changes nothing.
    package func seedSiteVariables(_ defaults: [SiteVariableDefault]) async throws -> [SeededSiteVariable] {
        var blobs: [(variable: SiteVariable, blob: GlobalBlob)] = []
        for asset in defaults { blobs.append((asset.variable, try await publish(asset))) }
        let (published, now) = (blobs, now)
        let entry = SiteVariable.entry
        return try await database.write { transaction in
            let values = try await transaction.globals.values(of: entry)
            for (_, blob) in published { try await transaction.globals.put(blob) }
            let known = Set(try await transaction.globals.blobs().map(\.key))
            var outcomes: [SeededSiteVariable] = []
            for (variable, blob) in published {
                let (name, current) = (variable.rawValue, publicURL(of: blob.key))
                let verdict = variable.verdict(on: values[name], current: current, isOurs: known.contains)
                if verdict == .published || verdict == .repaired {
                    try await transaction.globals.set(name, to: current, in: entry, at: now)
                }
                let value = verdict == .kept ? values[name] ?? "" : current
                outcomes.append(SeededSiteVariable(variable: variable, verdict: verdict, value: value))
            }
            return outcomes
        }
    }

    /// Stores the bytes before any row speaks of them.
    ///
    /// There is no intent, which would need an organization, and no need of one: the key is made of the bytes, so whoever finds it
    /// taken finds these bytes, and what a crash leaves without a row is what the next seed wants. Sweeps keep out of `global/`.
    private func publish(_ asset: SiteVariableDefault) async throws -> GlobalBlob {
        let checksum = SHA256.hash(asset.bytes)
        let key = StorageKey.siteVariable(
            asset.variable.assetName, contentHash: String(Hex.encode(checksum).prefix(16)), fileExtension: asset.fileExtension)
        let plan = BlobPlan(
            key: try BlobKey(key), mimeType: asset.mimeType, isAttachment: !InlineDisplay.isSafe(mimeType: asset.mimeType))
        do {
            try await stores.media.put(asset.bytes, plan)
        } catch BlobError.alreadyExists {
            try await replaceIfDamaged(asset.bytes, plan)
        }
        return GlobalBlob(
            place: stores.media.place, key: key, mimeType: asset.mimeType, byteSize: Int64(asset.bytes.count),
            checksum: checksum, createdAt: now)
    }

    private func replaceIfDamaged(_ bytes: [UInt8], _ plan: BlobPlan) async throws {
        if try await stores.media.open(plan.key).byteSize == Int64(bytes.count) { return }
        try await stores.media.delete(plan.key)
        try await stores.media.put(bytes, plan)
    }
}
