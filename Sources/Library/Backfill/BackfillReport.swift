/// What became of every entry of a file of lessons, or would (M50).
package struct BackfillReport: Equatable, Sendable {
    package var lessons = 0
    package var lessonsCreated = 0
    package var lessonsChanged = 0
    /// Films and documents: as many as were created, reused and skipped.
    package var entries = 0
    /// Each made an asset.
    package var created = 0
    /// Each leads to an asset that was there, or that an entry before it made.
    package var reused = 0
    package var skipped: [SkippedEntry] = []
    /// Of those created: stored files, whose bytes are counted, and links.
    package var createdUploads = 0
    package var createdLinks = 0
    /// Created, and not found in the store: `reconcile` asks for them again.
    package var unknownSizes = 0
    package var bytes: Int64 = 0

    package init() {}

    package var lessonsUnchanged: Int { lessons - lessonsCreated - lessonsChanged }

    /// How many were skipped for each reason, by the reasons' names.
    package var reasons: [(reason: SkipReason, count: Int)] {
        SkipReason.allCases.map { reason in (reason, skipped.count { $0.reason == reason }) }.filter { $0.count > 0 }
    }

    /// An entry that stays as it was.
    package struct SkippedEntry: Equatable, Sendable {
        package let lesson: String
        /// `videos[0]`.
        package let place: String
        package let reason: SkipReason

        package init(lesson: String, place: String, reason: SkipReason) {
            self.lesson = lesson
            self.place = place
            self.reason = reason
        }
    }
}

/// Why a file of lessons is not read; nothing was changed.
package enum BackfillError: Failure {
    case malformed(String)
    /// Others changed the same things again and again meanwhile.
    case busy

    package var code: String {
        switch self {
        case .malformed: "malformed_file"
        case .busy: "changed_meanwhile"
        }
    }

    package var sentence: String {
        switch self {
        case .malformed(let reason): "The file is not as a file of lessons should be: \(reason)."
        case .busy: "Others change the same lessons or assets all the time. What is done stays; run it again for the rest."
        }
    }
}
