internal import Cryptography
internal import Library
internal import MediaWorker
internal import Operations

extension Command {
    static let demo = Command(
        "demo", "Makes an organization with sample pictures where there is none yet, and prints how to sign in."
    ) { _ in
        let configuration = try Configuration(.current())
        let signIn = SignInNote(path: configuration.dataDirectory + "/demo-sign-in.txt")
        let isNew = try await Composition.use { library in
            guard try await library.allOrganizations().isEmpty else { return false }
            try await Demo(library).create(signIn)
            return true
        }
        if let text = signIn.read() {
            Output.line(
                isNew
                    ? "Made the organization “Demo” with \(DemoPicture.all.count) sample pictures."
                    : "The demo organization is there.")
            Output.line(text)
            Output.line("  page      http://\(configuration.host):\(configuration.port)/org/\(Demo.slug)/media")
        }
    }
}

/// The first run's organization.
private struct Demo {
    static let slug = "demo"
    private static let email = "owner@demo.example"
    private let library: MediaLibrary

    init(_ library: MediaLibrary) { self.library = library }

    func create(_ signIn: SignInNote) async throws {
        let organization = try await library.createOrganization(slug: Self.slug, name: "Demo", plan: .business, profile: .cms)
        let password = RandomToken.make(bytes: 9)
        _ = try await library.createUser(email: Self.email, password: password, memberOf: (Self.slug, .owner))
        try signIn.write(email: Self.email, password: password)
        await library.mediaWorker.start()
        let caller = Caller(user: nil, organization: organization, role: nil, door: .commandLine)
        for (index, picture) in DemoPicture.all.reversed().enumerated() {
            Output.progress("Drawing sample pictures: \(index + 1) of \(DemoPicture.all.count)")
            try await upload(picture, by: caller)
        }
        Output.endProgress()
        await library.mediaWorker.stop()
    }

    /// Without a media worker there are no sample pictures but the drawing that needs none.
    private func upload(_ picture: DemoPicture, by caller: Caller) async throws {
        var bytes = Array(picture.svg.utf8)
        if let format = picture.format {
            do {
                bytes = try await library.mediaWorker.draw(svg: bytes, as: format, width: picture.width, height: picture.height)
            } catch {
                return Output.error("\(picture.fileName) could not be drawn. \(error.reason)")
            }
        }
        var details = UploadDetails(fileName: picture.fileName, declaredByteSize: Int64(bytes.count))
        details.title = picture.title
        details.altText = picture.altText
        _ = try await library.uploadAsset(BytesSource(bytes), details, by: caller)
    }
}

/// Where the demo's password is kept for its owner: a file only this user can read.
private struct SignInNote {
    let path: String

    func write(email: String, password: String) throws {
        try FileText.create(path, "  email     \(email)\n  password  \(password)")
    }

    func read() -> String? { try? FileText.read(path) }
}
