internal import Database
package import Library

/// Uploads that come in several requests; every query carries the organization (M1, M19, M20).
package struct UploadTable: Sendable {
    let transaction: any Transaction
}
