internal import Glibc
internal import Imaging
internal import MediaWorker

/// One request, decoded and answered once.
struct Job {
    private let request: WorkerRequest?
    private let source: Int32
    private let allowsProbes: Bool

    init(_ message: UnsafePointer<UInt8>?, _ count: Int, source: Int32, allowsProbes: Bool) {
        request = WorkerRequest(Array(UnsafeBufferPointer(start: message, count: count)))
        self.source = source
        self.allowsProbes = allowsProbes
    }

    /// Writes the reply; the process's exit code.
    func answer(on reply: Int32) -> Int32 {
        let bytes = result().encoded()
        var offset = 0
        while offset < bytes.count {
            let count = bytes.withUnsafeBytes { write(reply, $0.baseAddress! + offset, $0.count - offset) }
            if count <= 0 { return 1 }
            offset += count
        }
        return 0
    }

    private func result() -> WorkerReply {
        do {
            return try perform()
        } catch let refusal as Refused {
            return .refusal(refusal.reason)
        } catch ImagingError.outOfMemory {
            return .refusal(.outOfMemory)
        } catch ImagingError.malformed(let words) {
            return .refusal(.malformed(String(words.prefix(100))))
        } catch {
            return .refusal(.malformed("it cannot be read"))
        }
    }

    private func perform() throws -> WorkerReply {
        switch request {
        case .inspect(let format, let limits):
            let picture = try CheckedPicture(try mappedSource(), as: format, limits: limits)
            return .inspection(picture.inspection)
        case .render(let format, let limits):
            let picture = try CheckedPicture(try mappedSource(), as: format, limits: limits)
            return .rendering(try picture.rendering())
        case .draw(let format, let width, let height):
            return .drawing(try Drawing(svg: try mappedSource(), width: width, height: height).encoded(as: format))
        case .findReferences: return .references(try DocumentJob(try mappedSource()).references())
        case .renderMarkdown: return .html(try DocumentJob(try mappedSource()).html())
        case .probe(let name) where allowsProbes:
            return .probe(try Probe(name, source: try? mappedSource()).run())
        case .probe, nil:
            throw Refused(.unsupported("the worker does not know the request"))
        }
    }

    /// The whole file, mapped: the descriptor's position is shared with the server and other jobs, so it is never read from.
    private func mappedSource() throws -> UnsafeRawBufferPointer {
        var status = stat()
        guard fstat(source, &status) == 0 else { throw Refused(.malformed("it cannot be read")) }
        let size = Int(status.st_size)
        guard size > 0 else { throw Refused(.malformed("it is empty")) }
        let address = mmap(nil, size, PROT_READ, MAP_PRIVATE, source, 0)
        guard let address, address != MAP_FAILED else { throw Refused(.outOfMemory) }
        return UnsafeRawBufferPointer(start: address, count: size)
    }
}

/// A refusal on its way out of a job.
struct Refused: Error {
    let reason: WorkerReply.Refusal
    init(_ reason: WorkerReply.Refusal) { self.reason = reason }
}
