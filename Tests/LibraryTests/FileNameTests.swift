import Library
import Testing

@Suite("File names")
struct FileNameTests {
    @Test(
        "a client's name is cleaned, never refused",
        arguments: [
            ("photo.jpg", "photo.jpg"), ("C:\\Users\\ann\\photo.jpg", "photo.jpg"), ("../../etc/passwd", "passwd"), ("a/b/", "b"),
            ("", "file"), ("/", "file"), ("..", "file"), (".", "file"), ("...", "file"), ("  \u{202e} ", "file"),
            ("\u{0}\u{7}", "file"),
            ("in\u{202e}gpj.exe", "ingpj.exe"), ("a\r\nSet-Cookie: b.png", "aSet-Cookie: b.png"), (" x .png ", "x .png"),
            ("写真 1.JPG", "写真 1.JPG"), (".htaccess", ".htaccess"), ("\"quoted\".txt", "\"quoted\".txt"),
        ])
    func cleaning(_ name: String, _ expected: String) { #expect(FileName.cleaned(name) == expected) }

    @Test("the cleaned name is in NFC, even where a dropped mark kept letters apart")
    func normalization() {
        #expect(Array(FileName.cleaned("e\u{301}.png").unicodeScalars) == Array("\u{e9}.png".unicodeScalars))
        #expect(Array(FileName.cleaned("e\u{feff}\u{301}.png").unicodeScalars) == Array("\u{e9}.png".unicodeScalars))
    }

    @Test("a long name keeps its beginning and its extension within 255 characters")
    func length() {
        let name = FileName.cleaned(String(repeating: "n", count: 400) + ".jpeg")
        #expect(name.count == 255)
        #expect(name.hasPrefix("nnn") && name.hasSuffix("n.jpeg"))
        #expect(FileName.cleaned("a." + String(repeating: "x", count: 400)).count == 255)
    }

    @Test(
        "towers of marks, wherever they stand, leave a name that fits and can be stored",
        arguments: ["a." + tower, "\(tower).png", "\(tower).\(tower)", "\(tower)", "." + tower, "a.b\(tower).jpg"])
    func towers(_ name: String) {
        let cleaned = FileName.cleaned(name)
        #expect(!cleaned.isEmpty)
        #expect(cleaned.utf8.count <= 1024)
        var problems: [FieldProblem] = []
        #expect(TextRule.displayName.check(cleaned, &problems) == cleaned)
        #expect(problems.isEmpty)
    }

    private static let tower = "x" + String(repeating: "\u{301}", count: 900)
}
