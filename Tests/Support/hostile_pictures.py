"""Malformed pictures from a seed: cut, flipped, spliced, lying about themselves, and bombs."""

import functools
import struct
import zlib

import pictures
from pictures import png_chunk

FORMATS = ["jpeg", "png", "gif", "webp", "tiff", "heic", "avif", "svg"]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" '
SUFFIXES = {"jpeg": "jpg", "tiff": "tif"}


def sample(format, large):
    if format == "svg":
        return pictures.svg()
    return pictures.picture(format, 640, 480) if large else pictures.picture(format)


def hostile(chance, number):
    """The `number`th malformed picture: its name and bytes."""
    if number % 8 == 7:
        name, content = chance.choice(bombs())
        return f"{number}-{name}", content
    format = FORMATS[number % len(FORMATS)] if number % 16 < 8 else chance.choice(FORMATS)
    harm = chance.choice([cut, flip, flip_head, splice, swap_head, lie_about_size])
    content = harm(chance, bytearray(sample(format, chance.random() < 0.5)), format)
    return f"{number}-{harm.__name__}.{SUFFIXES.get(format, format)}", bytes(content) or b"\0"


def cut(chance, content, _):
    return content[: chance.randrange(1, len(content))]


def flip(chance, content, _):
    for _ in range(chance.randrange(1, 65)):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return content


def flip_head(chance, content, _):
    """Keeps the signature, so that the decoder is reached, and harms what follows it."""
    for _ in range(chance.randrange(1, 17)):
        content[chance.randrange(min(8, len(content) - 1), min(200, len(content)))] = chance.randrange(256)
    return content


def splice(chance, content, _):
    """A piece is repeated, dropped or replaced by noise."""
    start = chance.randrange(len(content))
    end = min(len(content), start + chance.randrange(1, 300))
    piece = chance.choice([bytes(content[start:end]) * 3, b"", chance.randbytes(end - start), b"\xff" * (end - start)])
    return content[:start] + piece + content[end:]


def swap_head(chance, content, format):
    """One format's beginning, another's rest."""
    other = sample(chance.choice([name for name in FORMATS if name != format]), False)
    length = chance.choice([4, 12, 32, 64])
    return content[:length] + other[length:]


def lie_about_size(chance, content, format):
    """Sizes in the header that the data does not have."""
    size = chance.choice([0, 1, 9_999, 65_535, 2**31 - 1, 2**32 - 1])
    if format == "png":
        header = struct.pack(">II", size, chance.choice([1, size])) + content[24:29]
        return content[:8] + png_chunk(b"IHDR", bytes(header)) + content[33:]
    places = {
        "jpeg": (content.find(b"\xff\xc0") + 5, ">HH"),
        "gif": (6, "<HH"),
        "webp": (26, "<HH"),
        "heic": (content.find(b"ispe") + 8, ">II"),
        "avif": (content.find(b"ispe") + 8, ">II"),
    }
    if format not in places:
        return content.replace(b'width="96"', b'width="%d"' % size).replace(b"\x60\x00", struct.pack("<H", size & 0xFFFF), 3)
    place, form = places[format]
    limit = 0xFFFF if "H" in form else 0xFFFFFFFF
    struct.pack_into(form, content, place, min(size, limit), min(size, limit))
    return content


# Bombs: small files that are huge when they are opened


@functools.cache
def bombs():
    return [
        (
            "claims-gigapixels.png",
            b"\x89PNG\r\n\x1a\n"
            + png_chunk(b"IHDR", struct.pack(">IIBBBBB", 900_000, 900_000, 8, 6, 0, 0, 0))
            + png_chunk(b"IDAT", zlib.compress(b"\0" * 1000))
            + png_chunk(b"IEND", b""),
        ),
        ("black.png", deflated_png(9_500, 9_500)),
        ("too-black.png", deflated_png(20_000, 20_000)),
        ("thin.png", deflated_png(1, 5_000_000)),
        (
            "text.png",
            b"\x89PNG\r\n\x1a\n"
            + png_chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0))
            + png_chunk(b"zTXt", b"k\0\0" + zlib.compress(b" " * 100_000_000))
            + png_chunk(b"IDAT", zlib.compress(b"\0" * 200))
            + png_chunk(b"IEND", b""),
        ),
        (
            "canvas.gif",
            b"GIF89a" + struct.pack("<HH", 65_535, 65_535) + b"\x80\0\0\0\0\0\xff\xff\xff" + gif_frame(65_535, 65_535) + b";",
        ),
        (
            "frames.gif",
            b"GIF89a" + struct.pack("<HH", 2_000, 2_000) + b"\x80\0\0\0\0\0\xff\xff\xff" + gif_frame(1, 1) * 50_000 + b";",
        ),
        (
            "many-large-frames.gif",
            b"GIF89a" + struct.pack("<HH", 5_000, 5_000) + b"\x80\0\0\0\0\0\xff\xff\xff" + gif_frame(5_000, 5_000) * 100 + b";",
        ),
        (
            "canvas.webp",
            riff(b"VP8X" + struct.pack("<I", 10) + b"\x02\0\0\0" + b"\xff\x3f\0" * 2 + pictures.picture("webp")[12:]),
        ),
        (
            "huge-canvas.webp",
            riff(b"VP8X" + struct.pack("<I", 10) + b"\x02\0\0\0" + b"\xff\xff\xff" * 2 + pictures.picture("webp")[12:]),
        ),
        ("claims.tif", tiff(4_000_000, 4_000_000)),
        ("strips.tif", tiff(60_000, 60_000)),
        ("loop.tif", tiff(8, 8, next_directory=8)),
        ("no-end.tif", b"II*\0" + struct.pack("<I", 0xFFFFFFF0)),
        ("entries.tif", b"II*\0\x08\0\0\0" + b"\xff\xff" + b"\x01\x01\x04\0\xff\xff\xff\xff" * 200),
        ("laughs.svg", laughs()),
        (
            "wide.svg",
            b'<svg xmlns="http://www.w3.org/2000/svg" width="999999999" height="999999999"><rect width="9" height="9"/></svg>',
        ),
        (
            "deep.svg",
            b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">' + b"<g>" * 100_000 + b"</g>" * 100_000 + b"</svg>",
        ),
        ("uses.svg", uses()),
        (
            "pattern.svg",
            b'<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"><pattern id="p" width="1" height="1">'
            b'<rect width="9" height="9" fill="url(#p)"/></pattern><rect width="99" height="99" fill="url(#p)"/></svg>',
        ),
        (
            "blur.svg",
            SVG + b'width="9000" height="9000"><filter id="f"><feGaussianBlur stdDeviation="9999"/>'
            b'<feTurbulence numOctaves="99"/></filter><rect width="9000" height="9000" filter="url(#f)"/></svg>',
        ),
        (
            "outside.svg",
            b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">'
            b'<image xlink:href="file:///dev/zero" width="9" height="9"/>'
            b'<image href="http://127.0.0.1:1/" width="9" height="9"/></svg>',
        ),
        (
            "entity.svg",
            b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + SVG + b"><text>&x;</text></svg>",
        ),
        ("fill.jpg", pictures.picture("jpeg")[:2] + b"\xff" * 1_000_000 + pictures.picture("jpeg")[2:]),
        (
            "segments.jpg",
            pictures.picture("jpeg")[:2] + (b"\xff\xe1\xff\xff" + bytes(65_533)) * 60 + pictures.picture("jpeg")[2:],
        ),
        ("scans.jpg", scans()),
        ("boxes.heic", pictures.picture("heic")[:32] + struct.pack(">I4s", 0xFFFFFFFF, b"meta") * 1000),
        ("boxes.avif", pictures.picture("avif")[:32] + struct.pack(">I4sQ", 1, b"mdat", 2**63) * 1000),
    ]


def deflated_png(width, height):
    """A black picture of so many pixels in about a thousandth as many bytes."""
    packer, row = zlib.compressobj(9), b"\0" * (1 + 3 * width)
    rows_at_once = max(1, 4_000_000 // len(row))
    pieces, left = [], height
    while left > 0:
        pieces.append(packer.compress(row * min(left, rows_at_once)))
        left -= rows_at_once
    data = b"".join(pieces) + packer.flush()
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + png_chunk(b"IDAT", data)
        + png_chunk(b"IEND", b"")
    )


def gif_frame(width, height):
    return b"!\xf9\x04\0\0\0\0\0," + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\x02\x02\x4c\x01\0"


def riff(content):
    return b"RIFF" + struct.pack("<I", len(content) + 4) + b"WEBP" + content


def tiff(width, height, next_directory=0):
    entries = [
        (256, 4, 1, width),
        (257, 4, 1, height),
        (258, 3, 1, 8),
        (259, 3, 1, 1),
        (262, 3, 1, 1),
        (273, 4, 1, 8),
        (277, 3, 1, 1),
        (278, 4, 1, height),
        (279, 4, 1, min(width * height, 0xFFFFFFFF)),
    ]
    directory = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\0" + struct.pack("<I", 8) + directory + struct.pack("<I", next_directory)


def laughs():
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    return (
        f'<!DOCTYPE svg [<!ENTITY e0 "ha">{entities}]>'
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>&e11;</text></svg>'
    ).encode()


def uses():
    layers = "".join(f'<g id="u{n}">' + f'<use href="#u{n - 1}"/>' * 10 + "</g>" for n in range(1, 12))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99">'
        f'<defs><rect id="u0" width="9" height="9"/>{layers}</defs>'
        '<use href="#u11"/></svg>'
    ).encode()


def scans():
    """A progressive JPEG whose one scan comes a thousand times."""
    jpeg = pictures.vips("jpegsave", pictures.ppm(pictures.quadrants(640, 480)), ".ppm", ".jpg", "--interlace")
    start = jpeg.find(b"\xff\xda")
    end = jpeg.find(b"\xff\xc4", start)
    end = end if end > 0 else len(jpeg) - 2
    return jpeg[:start] + jpeg[start:end] * 1000 + jpeg[end:]
