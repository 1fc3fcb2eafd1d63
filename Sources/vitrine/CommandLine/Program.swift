internal import Glibc
internal import Library
internal import Operations

/// The program: finds the command its arguments name and runs it.
enum Program {
    static let commands = each + Command.content + Command.records

    private static let each: [Command] = [
        .serve, .demo,
        .assetList, .assetShow, .assetMove, .assetArchive, .assetRestore, .assetDelete,
        .assetUpload, .assetLink, .assetFetch, .assetEdit, .assetTag, .assetUntag, .tagList, .uploadList, .uploadCancel,
        .folderList, .folderCreate, .folderRename, .folderMove, .folderDelete,
        .assetUsage, .referencesBroken, .assetReplace, .assetReplaceUsages, .assetRewriteReferences, .assetDownload, .assetSign,
        .assetThumbnail, .trashList, .trashPurge,
        .organizationCreate, .organizationList, .organizationShow, .organizationSet, .organizationDelete,
        .planList, .planSet, .detachedList, .detachedDelete, .auditList, .changes,
        .userCreate, .userList, .userSetPassword, .userDelete, .tokenCreate, .tokenList, .tokenRevoke,
        .memberList, .memberSet, .memberRemove, .invitationCreate, .invitationList, .invitationRevoke,
        .markdownRender, .documentList, .documentShow,
        .export, .import, .backfill, .reconcile, .migrate, .seed, .verify, .sweep, .storagePresign, .routeList,
    ]

    /// Exit status: 0 done, 1 failed, 2 wrong usage.
    static func run(_ arguments: [String]) async -> Int32 {
        if arguments.isEmpty || arguments == ["--help"] || arguments == ["help"] {
            Output.line(Help.overview(commands))
            return arguments.isEmpty ? 2 : 0
        }
        if arguments == ["--version"] {
            Output.line("vitrine \(Version.current)")
            return 0
        }
        guard let command = commands.first(where: { arguments.starts(with: $0.words) }) else { return unknown(arguments) }
        let rest = Array(arguments.dropFirst(command.words.count))
        if rest.contains("--help") {
            Output.line(Help.text(of: command))
            return 0
        }
        do {
            try await command.run(try Arguments(rest, of: command))
            return 0
        } catch let error as UsageError {
            Output.error("vitrine \(command.name): \(error.reason)\nTry: vitrine \(command.name) --help")
            return 2
        } catch let error as ReportedFailure {
            if let reason = error.reason { Output.error("vitrine \(command.name): \(reason)") }
            return 1
        } catch {
            let explained = ServiceError.explaining(error)
            let failure = explained as? any Failure
            let reason = [failure?.sentence ?? "\(explained)", failure?.cause.map { "(\($0))" }].compactMap(\.self).joined(
                separator: " ")
            Output.error("vitrine \(command.name): \(reason)")
            return 1
        }
    }

    private static func unknown(_ arguments: [String]) -> Int32 {
        let nouns = commands.filter { $0.words.first == arguments.first }
        if !nouns.isEmpty {
            Output.error(Help.overview(nouns))
            return arguments.contains("--help") ? 0 : 2
        }
        Output.error("vitrine: there is no command “\(arguments.joined(separator: " "))”.\n\n\(Help.overview(commands))")
        return 2
    }
}

/// What this build calls itself.
enum Version {
    static let current = "0.1.0"
}
