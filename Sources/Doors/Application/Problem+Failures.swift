internal import HTTPServer
internal import Library
internal import Observability
internal import Operations

extension Problem {
    /// The one table from a failure to its status. What is no ``Failure`` is a 500 that says nothing of the inside.
    init(_ error: any Error) {
        guard let failure = error as? any Failure else {
            self.init(
                status: 500, code: "internal_error",
                detail: "Something went wrong on the server. The log has the details under this answer's X-Request-Id.")
            return
        }
        self.init(status: Self.status(of: failure), code: failure.code, detail: failure.sentence, errors: failure.fields)
        retryAfterSeconds = failure.retryAfterSeconds
        if case AssetError.duplicate(of: let asset) = failure { duplicateOf = asset }
        if case AssetError.duplicateLink(of: let asset) = failure { duplicateOf = asset }
        if case AssetError.inUse(let uses) = failure { usage = UsesBody(uses) }
        if case FolderError.contentsInUse(let contents) = failure { assets = UsedContentsBody(contents) }
    }

    private static func status(of failure: any Failure) -> Int {
        switch failure {
        case let error as AccessError: status(of: error)
        case let error as AssetError: status(of: error)
        case let error as ContentError: status(of: error)
        case let error as DocumentError: status(of: error)
        case let error as FolderError: status(of: error)
        case let error as IdempotencyError: status(of: error)
        case let error as ImportError: status(of: error)
        case let error as LogoError: status(of: error)
        case let error as MarkdownError: status(of: error)
        case let error as MemberError: status(of: error)
        case let error as OrganizationError: status(of: error)
        case let error as ServiceError: status(of: error)
        case let error as ThumbnailError: status(of: error)
        case let error as UploadError: status(of: error)
        case let error as RequestError: status(of: error)
        case let error as RecordError: status(of: error)
        case let error as JSONAPIError: status(of: error)
        case let error as UsageError: status(of: error)
        case let error as PointedFailure: status(of: error.failure)
        default: 500
        }
    }

    private static func status(of error: AccessError) -> Int {
        switch error {
        case .signInRequired, .badCredentials, .invalidToken: 401
        case .roleTooLow, .forceForAdmins, .policyForbids, .scopeMissing, .crossSiteRequest, .originNotAllowed: 403
        case .ownerRequired, .superadminRequired, .sessionRequired: 403
        case .organizationUnknown, .userUnknown, .tokenUnknown, .accountUnknown: 404
        case .emailTaken, .lastOwner: 409
        case .invalidUser, .invalidFields: 422
        case .tooManyAttempts: 429
        }
    }

    private static func status(of error: AssetError) -> Int {
        switch error {
        case .notFound: 404
        case .addressExpired: 410
        case .fileTooLarge, .quotaExceeded: 413
        case .typeRefused, .externalRefused: 415
        case .emptyFile, .missingFile, .invalidFields: 422
        case .changedMeanwhile: 412
        case .replaceInProgress: 409
        case .bytesNotRemoved: 503
        case .notInTrash, .alreadyDeleting, .inUse: 409
        case .logicalPathTaken, .noFreePath, .duplicate, .duplicateLink, .noFile: 409
        }
    }

    private static func status(of error: DocumentError) -> Int {
        switch error {
        case .notFound: 404
        case .tooMany: 409
        case .invalidFields: 422
        case .changedMeanwhile: 412
        }
    }

    private static func status(of error: FolderError) -> Int {
        switch error {
        case .notFound: 404
        case .nameTaken, .cycle, .notEmpty, .tooDeep, .tooMany, .contentsInUse: 409
        case .invalidFields: 422
        case .changedMeanwhile: 412
        }
    }

    private static func status(of error: ContentError) -> Int {
        switch error {
        case .notFound: 404
        case .olderRevision: 409
        case .changedMeanwhile: 412
        case .tooManyReferences, .slotTooDeep, .notJSON, .invalidFields: 422
        }
    }

    private static func status(of error: RecordError) -> Int {
        switch error {
        case .notFound: 404
        case .changedMeanwhile: 412
        case .tooManyMedia: 409
        case .invalidFields: 422
        }
    }

    private static func status(of error: JSONAPIError) -> Int {
        switch error {
        case .malformed: 400
        case .clientGeneratedID: 403
        case .notAcceptable: 406
        case .typeMismatch, .idMismatch: 409
        case .invalid: 422
        }
    }

    private static func status(of error: IdempotencyError) -> Int {
        switch error {
        case .invalidKey: 400
        case .keyReused, .inProgress: 409
        }
    }

    private static func status(of error: ImportError) -> Int {
        switch error {
        case .addressRefused: 403
        case .unreachable, .status, .redirectRefused, .invalidAnswer, .timedOut, .interrupted: 422
        }
    }

    private static func status(of error: LogoError) -> Int {
        switch error {
        case .tooLarge: 413
        case .typeRefused: 415
        case .unreadable, .emptyFile, .missingFile: 422
        case .busy: 503
        }
    }

    private static func status(of error: MarkdownError) -> Int {
        switch error {
        case .tooLarge: 413
        case .tooComplex: 422
        case .busy, .unavailable: 503
        }
    }

    private static func status(of error: MemberError) -> Int {
        switch error {
        case .roleAboveOwn, .invitationForAnother: 403
        case .notFound, .invitationNotFound, .invitationUnusable: 404
        case .lastOwner, .alreadyMember, .accountExists: 409
        case .changedMeanwhile: 412
        }
    }

    private static func status(of error: OrganizationError) -> Int {
        switch error {
        case .notFound: 404
        case .slugTaken: 409
        case .changedMeanwhile: 412
        case .invalidSlug, .invalidFields, .notConfirmed: 422
        }
    }

    private static func status(of error: ServiceError) -> Int {
        switch error {
        case .storageFull: 507
        case .storageUnavailable, .databaseUnavailable, .interrupted, .outcomeUnknown: 503
        case .fileMissing: 500
        }
    }

    private static func status(of error: ThumbnailError) -> Int {
        switch error {
        case .tooLarge: 413
        case .typeRefused: 415
        case .unreadable, .emptyFile, .missingFile, .noMoments: 422
        }
    }

    private static func status(of error: UploadError) -> Int {
        switch error {
        case .notFound: 404
        case .wrongOffset, .incomplete: 409
        case .expired: 410
        case .tooManyBytes: 413
        case .tooManyParts, .sizeDiffers, .contentDiffers: 422
        case .locked: 423
        case .tooMany: 429
        case .checksumUnknown, .malformedHeader: 400
        case .unsupportedVersion: 412
        case .checksumMismatch: 460  // tus names it so
        }
    }

    private static func status(of error: UsageError) -> Int {
        switch error {
        case .notFound, .replacementNotFound: 404
        case .extracted, .ordered: 409
        case .invalidFields: 422
        }
    }

    private static func status(of error: RequestError) -> Int {
        switch error {
        case .malformedQuery, .invalidParameters, .malformedBody: 400
        case .unsupportedMediaType: 415
        case .bodyTooLarge: 413
        case .bodyTooSlow: 408
        }
    }
}

extension Exchange {
    /// Puts the inside of a failure into the log, where alone its details belong.
    func logUnexpected(_ error: any Error) {
        let cause = if let failure = error as? any Failure { failure.cause } else { "\(error)" }
        guard let cause else { return }
        // A path that lets somebody in is a secret, and logs are read by many.
        let path = String(request.path).replacing(parameters["secret"] ?? "//", with: "…")
        services.log.write(.error, "request-failed", ["id": id, "path": path, "error": cause])
    }
}
