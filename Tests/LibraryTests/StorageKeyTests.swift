import Library
import Testing

@Suite("Storage keys (M23)")
struct StorageKeyTests {
    private let organization = OrganizationID("01890a5d-ac96-774b-bcce-b302099a8057")!
    private let asset = AssetID("01890a5d-ac96-774b-bcce-b302099a8058")!

    @Test("the first version of an asset is organizations/<organization>/media/<asset>.<ext>")
    func original() {
        #expect(
            StorageKey.original(organization, asset, version: 1, fileExtension: "jpg")
                == "organizations/01890a5d-ac96-774b-bcce-b302099a8057/media/01890a5d-ac96-774b-bcce-b302099a8058.jpg")
        #expect(
            StorageKey.original(organization, asset, version: 12, fileExtension: "jpg")
                == "organizations/01890a5d-ac96-774b-bcce-b302099a8057/media/01890a5d-ac96-774b-bcce-b302099a8058.v12.jpg")
    }

    @Test("its thumbnail is organizations/<organization>/media/thumbnails/<asset>.webp, and its card beside it")
    func renditions() {
        let folder = "organizations/01890a5d-ac96-774b-bcce-b302099a8057/media/thumbnails/01890a5d-ac96-774b-bcce-b302099a8058"
        #expect(StorageKey.rendition(organization, asset, version: 1, .thumbnail) == folder + ".webp")
        #expect(StorageKey.rendition(organization, asset, version: 1, .card) == folder + ".card.jpg")
        #expect(StorageKey.rendition(organization, asset, version: 2, .thumbnail) == folder + ".v2.webp")
        #expect(StorageKey.rendition(organization, asset, version: 2, .card) == folder + ".v2.card.jpg")
    }

    @Test("a logo is organizations/<organization>/logo/<hash>.<ext>, a global file global/site-variables/<asset>.<hash>.<ext>")
    func logosAndGlobals() {
        let logo = StorageKey.logo(organization, contentHash: "0123456789abcdef", fileExtension: "png")
        #expect(logo == "organizations/01890a5d-ac96-774b-bcce-b302099a8057/logo/0123456789abcdef.png")
        #expect(StorageKey.organization(of: logo) == organization)
        let global = StorageKey.siteVariable("social-image", contentHash: "0123456789abcdef", fileExtension: "png")
        #expect(global == "global/site-variables/social-image.0123456789abcdef.png")
        #expect(StorageKey.organization(of: global) == nil)
    }

    @Test("every key of an organization lies under its prefix, which ends in a slash")
    func prefix() {
        let prefix = StorageKey.organizationPrefix(organization)
        #expect(prefix == "organizations/01890a5d-ac96-774b-bcce-b302099a8057/")
        #expect(StorageKey.original(organization, asset, version: 1, fileExtension: "bin").hasPrefix(prefix))
        #expect(RenditionName.allCases.allSatisfy { StorageKey.rendition(organization, asset, version: 3, $0).hasPrefix(prefix) })
    }

    @Test("a key tells its organization, and other keys tell none")
    func owner() {
        #expect(
            StorageKey.organization(of: StorageKey.original(organization, asset, version: 1, fileExtension: "a")) == organization)
        #expect(StorageKey.organization(of: StorageKey.rendition(organization, asset, version: 1, .card)) == organization)
        for key in [
            "", "organizations", "organizations/\(organization)", "global/site-variables/logo.abc.png",
            "organizations/x/media/y.jpg",
            "media/\(organization)/a.jpg",
        ] {
            #expect(StorageKey.organization(of: key) == nil, "\(key)")
        }
    }
}
