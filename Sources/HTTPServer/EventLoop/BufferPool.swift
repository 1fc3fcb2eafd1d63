/// Buffers a loop lends to its busy connections, so that an idle one holds none.
final class BufferPool {
    private let inputBytes: Int
    private var inputs: [UnsafeMutableRawBufferPointer] = []
    private var outputs: [OutputBuffer] = []
    private static let kept = 64
    private static let largestKept = 256 * 1024

    init(inputBytes: Int) { self.inputBytes = inputBytes }

    deinit {
        for input in inputs { input.deallocate() }
    }

    func takeInput() -> UnsafeMutableRawBufferPointer {
        inputs.popLast() ?? .allocate(byteCount: inputBytes, alignment: 64)
    }

    func give(input: UnsafeMutableRawBufferPointer) {
        if inputs.count < Self.kept {
            inputs.append(input)
        } else {
            input.deallocate()
        }
    }

    func takeOutput() -> OutputBuffer { outputs.popLast() ?? OutputBuffer() }

    func give(output: OutputBuffer) {
        output.clear()
        if outputs.count < Self.kept, output.capacity <= Self.largestKept { outputs.append(output) }
    }
}
