internal import Cryptography
internal import Glibc
internal import Platform

/// The secret this server made for itself, where `VITRINE_SECRET` names none.
enum SecretFile {
    /// Reads `path`, or makes the file first, for its owner alone. Processes that start at the same moment agree on one secret.
    static func open(_ path: String) throws(ConfigurationError) -> ServerSecret {
        do {
            if access(path, F_OK) != 0 { try make(path) }
            let text = try FileText.read(path)
            if let secret = ServerSecret(String(text.prefix { !$0.isNewline })) { return secret }
        } catch {
            throw ConfigurationError("VITRINE_SECRET", "the file “\(path)” can neither be read nor made: \(error)")
        }
        throw ConfigurationError(
            "VITRINE_SECRET",
            "the file “\(path)” holds no secret of at least \(ServerSecret.minimumCharacters) characters; delete it to have one made"
        )
    }

    /// Whole under another name first: nobody reads half of it. Who links second finds the first one's.
    private static func make(_ path: String) throws(Errno) {
        let draft = "\(path).\(RandomToken.make(bytes: 9))"
        try FileText.create(draft, RandomToken.make() + "\n")
        defer { unlink(draft) }
        if link(draft, path) != 0, errno != EEXIST { throw Errno.current }
    }
}
