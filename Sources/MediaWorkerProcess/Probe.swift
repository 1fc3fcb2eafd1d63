internal import Glibc
internal import Imaging
internal import MediaWorker

/// What tests ask of the worker: to look out of its sandbox, or to misbehave. Only started for with `--allow-probes`.
struct Probe {
    private let name: String
    private let argument: String
    private let source: UnsafeRawBufferPointer?

    /// `name` may carry an argument after a colon.
    init(_ name: String, source: UnsafeRawBufferPointer?) {
        let parts = name.split(separator: ":", maxSplits: 1)
        self.name = parts.first.map(String.init) ?? ""
        argument = parts.count > 1 ? String(parts[1]) : ""
        self.source = source
    }

    func run() throws -> String {
        switch name {
        case "echo": argument
        case "open": attempt { open(argument, O_RDONLY) }
        case "create": attempt { open(argument, O_WRONLY | O_CREAT, 0o600) }
        case "socket": attempt { socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) }
        case "execute": attempt { execv("/usr/bin/true", [nil]) }
        case "signal": attempt { kill(getppid(), SIGKILL) }
        case "descriptors": openDescriptors()
        case "pixels": try pixels()
        case "abort": abort()
        case "segfault": segfault()
        case "hang": hang()
        case "memory": grow()
        case "flood": flood()
        default: throw Refused(.unsupported("no probe is called \(name)"))
        }
    }

    private func attempt(_ call: () -> Int32) -> String {
        call() < 0 ? String(cString: strerror(errno)) : "allowed"
    }

    private func openDescriptors() -> String {
        (0..<64).filter { fcntl($0, F_GETFD) >= 0 }.map(String.init).joined(separator: " ")
    }

    /// Size and the colours of the four corners and the centre, as `width height rgb rgb rgb rgb rgb`, alpha last where it is.
    private func pixels() throws -> String {
        guard let source else { throw Refused(.malformed("it is empty")) }
        let encoded = EncodedPicture(source)
        let header = try encoded.header()
        let picture = try encoded.decode(header, fitting: header.width, header.height)
        let (width, height) = (picture.width, picture.height)
        let pixels = try picture.pixels()
        let bands = pixels.count / (width * height)
        let places = [(1, 1), (width - 2, 1), (1, height - 2), (width - 2, height - 2), (width / 2, height / 2)]
        let colours = places.map { x, y in
            let at = (max(0, y) * width + max(0, x)) * bands
            return pixels[at..<at + bands].map(String.init).joined(separator: ",")
        }
        return "\(width) \(height) " + colours.joined(separator: " ")
    }

    private func segfault() -> String {
        let nowhere = UnsafeMutablePointer<UInt8>(bitPattern: 8)
        nowhere?.pointee = 1
        return "survived"
    }

    private func hang() -> String {
        for number in 1..<Int32(32) { signal(number, SIG_IGN) }
        while true { usleep(100_000) }
    }

    private func grow() -> String {
        let size = 1 << 20
        // Not malloc, whose unused results an optimizer leaves out.
        while mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0) != MAP_FAILED {}
        abort()
    }

    private func flood() -> String {
        String(repeating: "x", count: 5 << 20)
    }
}
