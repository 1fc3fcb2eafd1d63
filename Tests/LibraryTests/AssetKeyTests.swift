import Library
import Testing

@Suite("Reading keys of assets")
struct AssetKeyTests {
    private let organization = OrganizationID("01890a5d-ac96-774b-bcce-b302099a8057")!
    private let asset = AssetID("01890a5d-ac96-774b-bcce-b302099a8058")!
    private var prefix: String { "organizations/\(organization)/media/" }

    @Test("every key that is made is read back", arguments: [1, 2, 9, 10, 4711], ["jpg", "tar.gz", "bin", "v2"])
    func roundTrip(version: Int, fileExtension: String) {
        let original = AssetKey(StorageKey.original(organization, asset, version: version, fileExtension: fileExtension))
        #expect(original?.asset == asset && original?.organization == organization && original?.rendition == nil)
        #expect(original?.version == version)
        for name in RenditionName.allCases {
            let rendition = AssetKey(StorageKey.rendition(organization, asset, version: version, name))
            #expect(rendition?.asset == asset && rendition?.version == version && rendition?.rendition == name)
        }
    }

    @Test(
        "what is written otherwise is no key of an asset",
        arguments: [
            "", "x", "ID", "ID.", "ID.v1.jpg", "ID.v0.jpg", "ID.v02.jpg", "ID.v-2.jpg", "ID.v2.", "thumbnails/ID.png",
            "thumbnails/ID.v2.card.webp", "thumbnails/ID.huge.jpg", "thumbnails/x/ID.webp", "elsewhere/ID.webp", "/ID.jpg",
            "ID.jpg/", "ID/x.jpg",
        ])
    func others(_ name: String) {
        let key = prefix + name.replacing("ID", with: asset.description)
        let read = AssetKey(key)
        // An extension may look like a mark that no version has.
        #expect(read == nil || (name.hasPrefix("ID.v") && read?.version == 1))
    }

    @Test("a key of another's prefix, in capitals or of no organization is none")
    func otherPrefixes() {
        #expect(AssetKey("organizations/x/media/\(asset).jpg") == nil)
        #expect(AssetKey("organisations/\(organization)/media/\(asset).jpg") == nil)
        #expect(AssetKey("organizations/\(organization)/logo/\(asset).jpg") == nil)
        #expect(AssetKey("\(prefix)\(asset.description.uppercased()).jpg") == nil)
        #expect(AssetKey("organizations/\(organization.description.uppercased())/media/\(asset).jpg") == nil)
        #expect(AssetKey("global/site-variables/logo.jpg") == nil)
    }

    @Test("what lies under an address in a bucket is named by the address, whatever stands before it")
    func publicCopies() {
        let place = StoragePlace(provider: "s3", bucket: "media")
        let first = StorageKey.original(organization, asset, version: 1, fileExtension: "jpg")
        func copy(_ publicURL: String) -> String? {
            StoredBlob(place: place, key: "\(prefix)\(asset).v2.png", publicURL: publicURL).publicCopyKey
        }
        #expect(copy("/files/" + first) == nil)
        #expect(copy("https://cdn.example.com/" + first) == first)
        #expect(copy("https://s3.example.com/organizations/media/" + first) == first)
    }
}
