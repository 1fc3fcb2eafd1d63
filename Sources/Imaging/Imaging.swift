internal import CVips

/// libvips, once per process.
package enum Imaging {
    /// Starts libvips single-threaded and with only the formats of ``PictureFormat``.
    ///
    /// `outOfMemory` must not return: it is called where GLib would abort on a failed allocation.
    package static func start(program: String, outOfMemory: @convention(c) () -> Void) throws(ImagingError) {
        guard cvips_start(program, outOfMemory) == 0 else { throw .pending() }
    }
}
