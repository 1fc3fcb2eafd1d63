/// Where an asset leads that is a link.
package struct LinkModel: Sendable {
    package var address: String
    package var host: String
    package var isYouTube: Bool

    package init(address: String, host: String, isYouTube: Bool) {
        self.address = address
        self.host = host
        self.isYouTube = isYouTube
    }
}
