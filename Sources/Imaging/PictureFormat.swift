/// A picture format, told by the loader that recognises the bytes.
package enum PictureFormat: String, Sendable {
    case jpeg, png, gif, webp, heif, avif, tiff, svg, jxl, jp2

    init?(loader: String) {
        switch loader {
        case "VipsForeignLoadJpegSource": self = .jpeg
        case "VipsForeignLoadPngSource": self = .png
        case "VipsForeignLoadNsgifSource": self = .gif
        case "VipsForeignLoadWebpSource": self = .webp
        case "VipsForeignLoadHeifSource": self = .heif
        case "VipsForeignLoadTiffSource": self = .tiff
        case "VipsForeignLoadSvgSource": self = .svg
        case "VipsForeignLoadJxlSource": self = .jxl
        case "VipsForeignLoadJp2kSource": self = .jp2
        default: return nil
        }
    }
}
