"""Texts that trip programs up, and what the library's rules make of each: written down here a second time, apart from the program."""

import unicodedata

EMPTYISH = ["", " ", "  \t ", "\n", "\r\n", "\u00a0", "\u2003\u3000", "\u200b", "\u2060", "\u00ad", "\u3164", "\u115f", "\ufe0f"]
NUMBERS_AND_WORDS = [
    "0", "-1", "1e999", "0x10", "1,000", "\u0661\u0662\u0663", "\u00bd", "NaN", "Infinity", "null", "undefined", "nil", "None", "true",
    "False", "[object Object]", "id", "tags", "__proto__", "constructor", "toString", "CON", "NUL", "aux.txt", "9007199254740993",
]
MARKUP = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "javascript:alert(1)", "&lt;b&gt; &amp;amp;", "]]>", "<!--",
    "{{7*7}}", "${7*7}", "#{7*7}", "%{7*7}", "{%raw%}", "<?xml version=\"1.0\"?>", "\\u003cb\\u003e", "data:text/html,x",
]
QUERIES = [
    "'", "''", "\"", "`", "';--", "' OR '1'='1", "1; DROP TABLE asset", "\\", "\\'", "%", "_", "100%_\\%", "a*", "a* OR b", "NEAR(a b)",
    "\"unbalanced", "^a", "$1", "?", ":a", "@a", "/* x */", "-- x", "search_text:a", "(", "a AND NOT b", "\\x00", "\\000", "E'\\n'",
]
SHELL = ["$(id)", "`id`", "; ls", "| cat", "&& true", "> /tmp/x", "~", "*", "-rf", "--help", "%s%s%n", "%00", "%2e%2e%2f", "!!"]
PATHS = [
    ".", "..", "...", "../../etc/passwd", "a/../b", "./a", "a/.", "/", "//", "/a", "a/", "a//b", "a/b/c.txt", "C:\\a", "..\\a", "a\\b",
    "file:///etc/passwd", "http://example.com/a", "a/b?c=d#e", ".hidden", "a.", " a", "a b/c d", "2026/spec.pdf", "\uff0f", "\u2044",
    "\u2024\u2024", "a/ /b",
]
SCRIPTS = [
    "\u00e9", "e\u0301", "\u1e9b\u0323", "\u212b", "\u00c5", "A\u030a", "\ufb01", "\u2126", "\ud55c\uad6d\uc5b4", "\u1112\u1161\u11ab",
    "\u65e5\u672c\u8a9e \u30c6\u30b9\u30c8", "\u05e9\u05dc\u05d5\u05dd", "\u0645\u0631\u062d\u0628\u0627", "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35",
    "\u0928\u092e\u0938\u094d\u0924\u0947", "\u0130stanbul", "I\u0307", "stra\u00dfe", "\u01c5", "\U0001d54f", "\U00010400", "\U0001f1e9\U0001f1ea",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466", "\U0001f44d\U0001f3fd", "\u2764\ufe0f\u200d\U0001f525", "Z\u0324\u0332\u0353a\u0334\u0321l\u0358go",
    "a" + "\u0301" * 400, "\U000e0041\U000e0042", "\ufffd", "\uffff", "\U0010ffff", "\ue000", "o\u0308\u0323", "o\u0323\u0308", "\u200dx", "\u200cx",
]
CONTROLS = [
    "a\0b", "\0", "a\x01b", "a\x1bb[31m", "a\x7fb", "a\x85b", "a\tb", "a\nb", "a\r\nb", "a\rb", "a\u2028b", "a\u2029b", "a\u202eb", "a\u200fb",
    "\u200ea", "a\u061cb", "\u2066a\u2069", "\ufeffa", "a\ufff9b", "x\x1f",
]
LENGTHS = [
    "x" * 64, "x" * 65, "x" * 255, "x" * 256, "x" * 500, "x" * 501, "x" * 512, "x" * 513, "x" * 2000, "x" * 2001, "x" * 10_000, "x" * 10_001,
    "e\u0301" * 255, "e\u0301" * 256, "\U0001f600" * 512, "\U0001f600" * 513, "a" + "\u0301" * 3000, "a/" * 255 + "a",
    "".join(chr(0x4e00 + number * 37 % 20_000) for number in range(512)),
    "".join(chr(0x61 + number % 26) + chr(0x300 + number * 7 % 16) + chr(0x316 + number * 11 % 8) for number in range(500)),
]
ALL = EMPTYISH + NUMBERS_AND_WORDS + MARKUP + QUERIES + SHELL + PATHS + SCRIPTS + CONTROLS + LENGTHS

SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200b)))
#: Each text field of an asset: how many characters, and whether it has lines.
FIELDS = {"displayName": (255, False), "title": (500, False), "description": (10_000, True), "altText": (2_000, True), "label": (255, False)}


def nfc(text):
    return unicodedata.normalize("NFC", text)


def folded(text):
    return nfc(nfc(text).lower())


def is_refused(character):
    value = ord(character)
    return (
        value < 0x20 or 0x7f <= value <= 0x9f or value in (0x61c, 0x200e, 0x200f, 0x2028, 0x2029, 0xfeff)
        or 0x202a <= value <= 0x202e or 0x2066 <= value <= 0x2069 or 0xfff9 <= value <= 0xfffb
    )


def length(text):
    """The characters people see, exactly enough for what is in the list."""
    return sum(unicodedata.category(character) not in ("Mn", "Me") for character in text)


def text(value, characters, has_lines=False):
    """What is kept of a text, and the codes of what is wrong with it."""
    if has_lines:
        value = value.replace("\r\n", "\n").replace("\r", "\n")
    value = nfc(value).strip(SPACE)
    codes = set()
    if any(is_refused(character) and not (has_lines and character in "\n\t") for character in value):
        codes.add("control_character")
    if length(value) > characters or len(value.encode()) > characters * 8:
        codes.add("too_long")
    return value or None, codes


def field(name, value):
    kept, codes = text(value, *FIELDS[name])
    if name == "displayName" and kept is None:
        codes.add("required")
    return kept, codes


def path(value):
    """What is kept of a logical path, None where it is blank, and the codes of what is wrong with it."""
    value = nfc(value).strip(SPACE)
    if not value:
        return None, set()
    codes, segments = set(), value.split("/")
    if any(map(is_refused, value)):
        codes.add("control_character")
    if length(value) > 512 or max(len(value.encode()), len(folded(value).encode())) > 2560:
        codes.add("too_long")
    if value.startswith("/") or value.endswith("/"):
        codes.add("slash_at_end")
    if "" in segments[1:-1]:
        codes.add("empty_segment")
    if "." in segments or ".." in segments:
        codes.add("dot_segment")
    return value, codes


def tag(value):
    """The one form of a tag, None where nothing is left of it, and the codes of what is wrong with it."""
    name = " ".join("".join(" " if character in SPACE else character for character in folded(value)).split(" ")).strip()
    while "  " in name:
        name = name.replace("  ", " ")
    codes = set()
    if any(is_refused(character) and character not in "\t\n\r" for character in value):
        codes.add("control_character")
    if "," in name:
        codes.add("comma")
    if length(name) > 64 or len(name.encode()) > 512:
        codes.add("too_long")
    return name or None, codes


def folder(value):
    kept, codes = text(value, 255)
    if kept is None:
        codes.add("blank")
    elif "/" in kept or kept in (".", ".."):
        codes.add("not_a_name")
    return kept, codes
