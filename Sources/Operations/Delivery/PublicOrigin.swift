internal import Library

extension MediaLibrary {
    /// `https://host` of the server that answers for public files where that is not this one; pages may show pictures of it.
    package var publicOrigin: String? { publicBaseURL.flatMap { WebAddress($0)?.origin } }
}
