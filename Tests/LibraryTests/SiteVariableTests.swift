import Library
import Testing

@Suite("Site variables (M25)")
struct SiteVariableTests {
    private let current = "/files/global/site-variables/logo.0123456789abcdef.svg"
    private let former = "global/site-variables/logo.fedcba9876543210.svg"

    private func verdict(_ value: String?, _ variable: SiteVariable = .logo, current: String? = nil) -> SiteVariable.Verdict {
        variable.verdict(on: value, current: current ?? self.current) { $0 == former }
    }

    @Test("what nobody chose becomes the default", arguments: [nil, "", "  ", "\n"])
    func empty(_ value: String?) { #expect(verdict(value) == .published) }

    @Test("the default stays as it is")
    func unchanged() { #expect(verdict(current) == .unchanged) }

    @Test("old defaults are repaired, each for its own variable", arguments: ["/logo.svg", "/images/logo.svg", " /logo.png "])
    func formerDefaults(_ value: String) {
        #expect(verdict(value) == .repaired)
        #expect(verdict(value, .socialImage) == .kept)
        #expect(verdict("/og-image.png", .socialImage) == .repaired)
    }

    @Test("an address that an earlier seed made is repaired, whichever server it is of")
    func seedOwned() {
        for address in ["/files/\(former)", "https://media.example/\(former)", "http://s3.example/media/\(former)?v=1#x"] {
            #expect(verdict(address) == .repaired, "\(address)")
        }
        #expect(verdict("/files/global/site-variables/logo.00000000.svg") == .repaired, "ours by its form")
    }

    @Test(
        "what somebody chose is kept",
        arguments: [
            "https://cdn.example/logo.svg", "/brand/logo.svg", "logo.svg", "//cdn.example/logo.svg",
            "https://cdn.example/global/site-variables/logo.0123456789abcdef.svg",
            "https://cdn.example/global/site-variables/brand.svg", "/files/global/site-variables/logo.svg",
            "/files/global/site-variables/social-image.0123456789abcdef.png",
            "/files/organizations/01890a5d-ac96-774b-bcce-b302099a8057/logo/0123456789abcdef.svg",
        ])
    func chosen(_ value: String) { #expect(verdict(value) == .kept) }

    @Test("a key is read only from an address that ends in one")
    func seedKey() {
        #expect(SiteVariable.logo.seedKey(in: "https://a.example/\(former)?v=1") == former)
        for address in [
            "", "/", former + "/x", "https://a.example/global/site-variables/logo.xyz45678.svg",
            "global/site-variables/logo.0123.svg", "global/site-variables/logo.0123456789abcdef.",
            "site-variables/logo.01234567.svg",
        ] {
            #expect(SiteVariable.logo.seedKey(in: address) == nil, "\(address)")
        }
    }
}
