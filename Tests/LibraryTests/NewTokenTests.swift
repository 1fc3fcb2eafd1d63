import Library
import Testing

@Suite("What a new token may be")
struct NewTokenTests {
    private let now = Timestamp(microseconds: 1_800_000_000_000_000)

    private func problems(_ name: String = "Build", _ scopes: Set<Scope> = [.read], _ seconds: Int64? = nil) -> [String] {
        do throws(AccessError) {
            _ = try NewToken(name: name, scopes: scopes, expiresAt: seconds.map { now.advanced(bySeconds: $0) }).checked(at: now)
            return []
        } catch {
            return error.fields.map { "\($0.field) \($0.code)" }
        }
    }

    @Test("it has a name of a line, kept trimmed and composed")
    func name() throws {
        #expect(try NewToken(name: " Cafe\u{301} ", scopes: [.read], expiresAt: nil).checked(at: now).name == "Caf\u{e9}")
        #expect(problems(" ") == ["name blank"])
        #expect(problems(String(repeating: "x", count: 101)) == ["name too_long"])
        #expect(problems("a\nb") == ["name control_character"])
    }

    @Test("it has a scope, and ends from now on, within ten years or never")
    func bounds() {
        #expect(problems("x", []) == ["scopes blank"])
        #expect(problems("x", [.admin], 0) == [])
        #expect(problems("x", [.admin], -1) == ["expiresAt out_of_range"])
        #expect(problems("x", [.admin], NewToken.longestLifetimeSeconds) == [])
        #expect(
            problems("", [], NewToken.longestLifetimeSeconds + 1) == ["name blank", "scopes blank", "expiresAt out_of_range"])
    }

    @Test("scopes are told in their order, and each covers those before it")
    func scopes() {
        #expect(Set<Scope>([.admin, .read]).text == "read,admin")
        #expect(Set<Scope>([.write]).covers([.read, .write]) && !Set<Scope>([.write]).covers([.admin]))
        #expect(Set<Scope>([.admin]).covers([.read, .write, .admin]) && !Set<Scope>([]).covers([.read]))
    }
}
