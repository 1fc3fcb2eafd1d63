/// Sees a form as it is read: each part's head, then its bytes, those the reader skips too.
///
/// Called by one task at a time, in the order of the body.
package protocol MultipartObserver: AnyObject, Sendable {
    func begin(_ part: MultipartPart)

    /// `bytes` are valid during the call alone.
    func take(_ bytes: UnsafeRawBufferPointer)

    /// The form's closing boundary was read.
    func end()
}
