import FileTypes
import Library
import MediaWorker
import Platform
import Testing

@testable import Operations

@Suite("Looking into new files")
struct InspectionTests {
    @Test("a worker that is busy with others keeps no upload waiting for long: its picture is looked at by the job")
    func busyWorker() async throws {
        let test = try await TestLibrary(worker: TestWorker.busy)
        let source = try FileDescriptor.open(#filePath, 0)
        let inspection = await test.library.inspectPicture(source, mimeType: "image/png", atMost: .milliseconds(20))
        #expect(inspection.thumbnail.status == .pending)
        #expect(inspection.facts.width == nil)
        let text = await test.library.inspectPicture(source, mimeType: "text/plain", atMost: .zero)
        #expect(text.thumbnail.status == .none)
    }
}
