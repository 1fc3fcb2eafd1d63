"""The protocol broken one step at a time: patches to a copy of the sources, one build of all, and a variable to choose by."""

import shutil
import subprocess
from dataclasses import dataclass

from vitrine_server import ROOT

CHOICE = "VITRINE_MUTANT"
CHECK = f"""internal import Glibc

enum Mutant {{
    static func isOn(_ name: String) -> Bool {{ getenv("{CHOICE}").map {{ String(cString: $0) }} == name }}
}}
"""
UPLOAD = "Sources/Operations/Assets/UploadAsset.swift"
REPLACE = "Sources/Operations/Assets/ReplaceAsset.swift"
MOVE = "Sources/Operations/Assets/Transaction+AssetLife.swift"
PURGE = "Sources/Operations/Assets/PurgeAsset.swift"
BEGIN = "Sources/Operations/Storage/BeginPublication.swift"
FINISH = "Sources/Operations/Uploads/FinishUpload.swift"
END = "Sources/Operations/Uploads/EndUpload.swift"
SWEEP = "Sources/Operations/Storage/SweepStorage.swift"
UNNEEDED = "Sources/Operations/Storage/RemoveUnneededBlob.swift"
DESCRIPTOR = "Sources/Platform/FileDescriptor.swift"


@dataclass
class Patch:
    """One place of the sources, which must be there exactly once, and what is there instead."""

    file: str
    old: str
    new: str


PATCHES = [
    Patch(
        UPLOAD, "try await publication.publish()",
        'if !Mutant.isOn("commit-before-publish") { try await publication.publish() }',
    ),
    Patch(
        UPLOAD, "        let outcome = try await commit(asset, file.details, publication, finishing: upload, by: caller)\n",
        """        let outcome: UploadOutcome
        if Mutant.isOn("answer-before-commit") {
            nonisolated(unsafe) let late = publication
            let (early, details) = (asset, file.details)
            Task {
                try await Task.sleep(for: .seconds(1))
                _ = try await commit(early, details, late, finishing: upload, by: caller)
            }
            outcome = UploadOutcome(asset: asset, isNew: true, duplicateOf: nil)
        } else {
            outcome = try await commit(asset, file.details, publication, finishing: upload, by: caller)
        }
        if Mutant.isOn("commit-before-publish") { try await publication.publish() }
""",
    ),
    Patch(
        UPLOAD,
        """                guard let intent = try await transaction.intents.remove(intent, in: organization.id), intent.upload == upload?.id
                else { throw ServiceError.interrupted }
                let reserved = intent.reservedBytes
""",
        """                let removed = try await transaction.intents.remove(intent, in: organization.id)
                let isOwn = removed != nil && (removed?.upload == upload?.id || Mutant.isOn("finished-twice"))
                guard isOwn || Mutant.isOn("intent-unchecked") else { throw ServiceError.interrupted }
                let reserved = removed?.reservedBytes ?? 0
""",
    ),
    Patch(
        UPLOAD, "guard isFinishedHere else { throw ServiceError.interrupted }",
        'guard isFinishedHere || Mutant.isOn("finished-twice") else { throw ServiceError.interrupted }',
    ),
    Patch(
        FINISH, "+ transaction.uploads.takeReservation(of: upload, in: id)",
        '+ (Mutant.isOn("reservation-kept")\n'
        "                ? (transaction.uploads.find(upload, in: id)?.reservedBytes ?? 0)\n"
        "                : transaction.uploads.takeReservation(of: upload, in: id))",
    ),
    Patch(
        FINISH, "guard !isBusy, let now = try await transaction.uploads.find(upload, in: id), now.assetID == nil,",
        'guard !isBusy || Mutant.isOn("finished-twice"), let now = try await transaction.uploads.find(upload, in: id),',
    ),
    Patch(
        FINISH, "if !isBusy {", 'if !isBusy || Mutant.isOn("finished-twice") {',
    ),
    Patch(
        END, "            try await removeBlobs(parts.map(\\.key), of: upload)\n",
        '            if !Mutant.isOn("parts-forgotten-first") { try await removeBlobs(parts.map(\\.key), of: upload) }\n',
    ),
    Patch(UPLOAD, "used: asset.byteSize ?? 0", 'used: Mutant.isOn("quota-forgotten") ? 0 : asset.byteSize ?? 0'),
    Patch(
        UPLOAD, "try await transaction.counters.count(asset, 1, in: organization.id)",
        'if !Mutant.isOn("counters-forgotten") { try await transaction.counters.count(asset, 1, in: organization.id) }',
    ),
    Patch(
        PURGE, "        deliveries.forgetAll(of: asset)\n",
        """        deliveries.forgetAll(of: asset)
        if Mutant.isOn("row-deleted-first") { try await database.write { try await forget(asset.id, in: organization, $0) } }
""",
    ),
    Patch(
        BEGIN, "if isKeyShared, try await !seal(intent, in: organization) {",
        'if isKeyShared, try await !seal(intent, in: organization), !Mutant.isOn("orphan-unsealed") {',
    ),
    Patch(
        UNNEEDED, "            if isThere {\n",
        '            if Mutant.isOn("sweep-without-intent") { return (true, false) }\n            if isThere {\n',
    ),
    Patch(
        SWEEP, "try await transaction.release(abandoned, in: id)",
        'if !Mutant.isOn("sweep-keeps-quota") { try await transaction.release(abandoned, in: id) }',
    ),
    Patch(
        REPLACE, "            let intent = publication.intentID\n",
        """            let intent = publication.intentID
            if Mutant.isOn("old-bytes-removed-first") {
                try await store(switchover.storage.place).delete(BlobKey(switchover.storage.key))
            }
""",
    ),
    Patch(
        REPLACE, "        try await transaction.counters.count(before, -1, in: organization.id)\n",
        """        if Mutant.isOn("switch-keeps-counters") {
            try await transaction.counters.count(asset, -1, in: organization.id)
        } else {
            try await transaction.counters.count(before, -1, in: organization.id)
        }
""",
    ),
    Patch(
        REPLACE, "        asset.thumbnail = file.inspection.thumbnail\n",
        '        if !Mutant.isOn("switch-keeps-thumbnail") { asset.thumbnail = file.inspection.thumbnail }\n',
    ),
    Patch(
        REPLACE,
        "        try await transaction.retiredBlobs.retireRenditions(of: asset.id, in: organization, at: asset.updatedAt)\n",
        """        if !Mutant.isOn("switch-keeps-thumbnail") {
            try await transaction.retiredBlobs.retireRenditions(of: asset.id, in: organization, at: asset.updatedAt)
        }
""",
    ),
    Patch(
        REPLACE, "storage.key != storage.publicCopyKey else",
        'storage.key != storage.publicCopyKey, !Mutant.isOn("switch-retires-nothing") else',
    ),
    Patch(MOVE, "try await history.announce(", 'if !Mutant.isOn("move-unannounced") { try await history.announce('),
    Patch(MOVE, "at: moved.updatedAt)\n        return", "at: moved.updatedAt) }\n        return"),
    Patch(MOVE, "try await history.record(", 'if !Mutant.isOn("move-unrecorded") { try await history.record('),
    Patch(MOVE, "at: moved.updatedAt))\n", "at: moved.updatedAt)) }\n"),
    Patch(
        DESCRIPTOR, "guard fsync(rawValue) == 0 else { throw Errno.current }",
        'guard fsync(rawValue) == 0 || Mutant.isOn("fsync-unchecked") else { throw Errno.current }',
    ),
]


def build(folder):
    """The path of a release server with every mutant in it, none of them on."""
    # The tests' folders as well: the package names them, though nothing of them is built.
    command = ["git", "ls-files", "-z", "Package.swift", "Sources", "Tests"]
    tracked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    for name in tracked.stdout.split("\0"):
        if name:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    for room in ("Operations", "Platform"):
        (folder / "Sources" / room / "Mutant.swift").write_text(CHECK)
    for patch in PATCHES:
        path = folder / patch.file
        text = path.read_text()
        count = text.count(patch.old)
        assert count == 1, f"{patch.file} has this {count} times and not once; the mutant has to follow the sources:\n{patch.old}"
        path.write_text(text.replace(patch.old, patch.new))
    for product in ("vitrine", "vitrine-media-worker"):
        command = ["swift", "build", "--configuration", "release", "--product", product]
        result = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=1200)
        assert result.returncode == 0, f"the mutants do not build:\n{result.stdout[-4000:]}{result.stderr[-2000:]}"
    return folder / ".build" / "release" / "vitrine"
