/// What a picture's header says, read without decoding pixels.
package struct MediaInspection: Sendable, Equatable {
    package var format: MediaFormat
    /// Pixels across and down, upright: after the EXIF orientation is applied.
    package var width: Int
    package var height: Int
    /// Frames of an animation or pages of a document; 1 for a still picture.
    package var frames: Int
    package var hasAlpha: Bool
    /// The EXIF orientation as stored, 1…8.
    package var orientation: Int
    /// Those of make, model, lens, exposureTime, fNumber, iso, focalLength, takenAt and orientation that are there, as people
    /// read them ("1/60 sec.", "f/2.8"); never a place.
    package var exif: [String: String]
    /// One round of an animation, in seconds.
    package var durationSeconds: Double?

    package init(
        format: MediaFormat, width: Int, height: Int, frames: Int = 1, hasAlpha: Bool = false, orientation: Int = 1,
        exif: [String: String] = [:], durationSeconds: Double? = nil
    ) {
        self.format = format
        self.width = width
        self.height = height
        self.frames = frames
        self.hasAlpha = hasAlpha
        self.orientation = orientation
        self.exif = exif
        self.durationSeconds = durationSeconds
    }
}
