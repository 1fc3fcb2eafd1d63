"""Pictures made while the tests run: by libvips' program where a codec is needed, by hand where a header is."""

import functools
import struct
import subprocess
import tempfile
import zlib
from pathlib import Path

RED, GREEN, BLUE, YELLOW = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0)
NAMES = {RED: "red", GREEN: "green", BLUE: "blue", YELLOW: "yellow"}
WIDTH, HEIGHT = 96, 64


def quadrants(width=WIDTH, height=HEIGHT):
    """Rows of pixels that look different from every side: red, green over blue, yellow."""
    top = [RED] * (width // 2) + [GREEN] * (width - width // 2)
    bottom = [BLUE] * (width // 2) + [YELLOW] * (width - width // 2)
    return [top] * (height // 2) + [bottom] * (height - height // 2)


def ppm(rows):
    pixels = b"".join(bytes(channel for pixel in row for channel in pixel) for row in rows)
    return b"P6\n%d %d\n255\n" % (len(rows[0]), len(rows)) + pixels


def vips(operation, content, source_suffix, target_suffix, *options):
    """The file that `vips operation` makes of `content`."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "source" + source_suffix), Path(folder, "target" + target_suffix)
        source.write_bytes(content)
        command = ["vips", operation, source, target, *options]
        result = subprocess.run(command, capture_output=True, text=True, timeout=120)
        assert result.returncode == 0, f"{command}: {result.stderr}"
        return target.read_bytes()


SAVERS = {
    "jpeg": ("jpegsave", ".jpg", "--Q", "95"),
    "png": ("pngsave", ".png"),
    "gif": ("gifsave", ".gif"),
    "webp": ("webpsave", ".webp", "--lossless"),
    "tiff": ("tiffsave", ".tif"),
    "heic": ("heifsave", ".heic", "--compression", "hevc", "--Q", "90"),
    "avif": ("heifsave", ".avif", "--compression", "av1", "--Q", "90"),
}


@functools.cache
def picture(format, width=WIDTH, height=HEIGHT, frames=1):
    """The quadrants in `format`; with `frames` the same picture so many times."""
    operation, suffix, *options = SAVERS[format]
    if frames > 1:
        options += ["--page-height", str(height)]
    return vips(operation, ppm(film(width, height, frames)), ".ppm", suffix, *options)


def film(width, height, frames):
    """The quadrants so many times below each other, each with its own first pixel: encoders join frames that are the same."""
    rows = []
    for number in range(frames):
        first, *rest = quadrants(width, height)
        rows += [[(255 - 20 * number, 0, 0), *first[1:]], *rest]
    return rows


def svg(width=WIDTH, height=HEIGHT, inside=""):
    w, h = width // 2, height // 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">{inside}'
        f'<rect width="{w}" height="{h}" fill="#f00"/><rect x="{w}" width="{w}" height="{h}" fill="#0f0"/>'
        f'<rect y="{h}" width="{w}" height="{h}" fill="#00f"/><rect x="{w}" y="{h}" width="{w}" height="{h}" fill="#ff0"/></svg>'
    ).encode()


def png_chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(width, height, data, colour_type=6):
    """A PNG of the raw, filtered scan lines `data`."""
    header = struct.pack(">IIBBBBB", width, height, 8, colour_type, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", zlib.compress(data)) + png_chunk(b"IEND", b"")


def translucent_png(width=WIDTH, height=HEIGHT):
    """Left half opaque red, right half fully transparent."""
    row = b"\0" + b"\xff\0\0\xff" * (width // 2) + b"\0\0\xff\0" * (width - width // 2)
    return png(width, height, row * height)


def bmp(width=8, height=8):
    pixels = b"\0\0\xff\0" * (width * height)
    info = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 32, 0, len(pixels), 2835, 2835, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54 + len(pixels), 0, 0, 54) + info + pixels


def psd(width=8, height=8):
    head = b"8BPS" + struct.pack(">H6xHIIHH", 1, 3, height, width, 8, 3)
    return head + struct.pack(">III", 0, 0, 0) + b"\0\0" + b"\x80" * (3 * width * height)


PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
HTML = b"<!DOCTYPE html><html><body><script>alert(document.domain)</script></body></html>\n"
SCRIPT = b"#!/bin/sh\necho hello\n"


# Orientation: the stored pixels are turned so that the tag turns them back.


def stored(rows, orientation):
    rows = [tuple(row) for row in rows]
    half_turn = [row[::-1] for row in rows[::-1]]
    return {
        1: rows,
        2: [row[::-1] for row in rows],
        3: half_turn,
        4: rows[::-1],
        5: list(zip(*rows)),
        6: list(zip(*rows))[::-1],
        7: list(zip(*half_turn)),
        8: list(zip(*rows[::-1])),
    }[orientation]


@functools.cache
def turned_jpeg(orientation):
    """Shown upright it is the quadrants; it carries a camera's name and a place, too."""
    jpeg = vips("jpegsave", ppm(stored(quadrants(), orientation)), ".ppm", ".jpg", "--Q", "95")
    return with_exif(jpeg, orientation)


def with_exif(jpeg, orientation=1):
    """The JPEG with an Exif segment: camera, orientation, and a GPS position."""
    camera = b"Lighthouse\0\0"
    gps_at = 8 + 2 + 3 * 12 + 4 + len(camera)
    entries = [(0x010F, 2, len(camera) - 1, 8 + 2 + 3 * 12 + 4), (0x0112, 3, 1, orientation), (0x8825, 4, 1, gps_at)]
    tiff = b"II*\0" + struct.pack("<I", 8) + ifd(entries) + camera
    place_at = gps_at + 2 + 4 * 12 + 4
    tiff += ifd(
        [
            (1, 2, 2, int.from_bytes(b"N\0", "little")),
            (2, 5, 3, place_at),
            (3, 2, 2, int.from_bytes(b"E\0", "little")),
            (4, 5, 3, place_at + 24),
        ]
    )
    tiff += struct.pack("<12I", 52, 1, 30, 1, 0, 1, 13, 1, 24, 1, 0, 1)
    content = b"Exif\0\0" + tiff
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content + jpeg[2:]


def ifd(entries):
    return struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *entry) for entry in entries) + struct.pack("<I", 0)


class Decoded:
    """A decoded picture's pixels, by libvips' own file format."""

    def __init__(self, content, suffix):
        plain = vips("copy", content, suffix, ".v")
        self.width, self.height, self.bands = struct.unpack_from("<III", plain, 4)
        self._pixels = plain[64 : 64 + self.width * self.height * self.bands]

    def at(self, x, y):
        """The pixel at a place given in parts of the whole."""
        index = (int(y * self.height) * self.width + int(x * self.width)) * self.bands
        return tuple(self._pixels[index : index + self.bands])

    def corners(self):
        """The names of the colours that the four corners are nearest to."""
        return [nearest(self.at(x, y)[:3]) for y in (0.1, 0.9) for x in (0.1, 0.9)]


def nearest(pixel):
    return NAMES[min(NAMES, key=lambda colour: sum((a - b) ** 2 for a, b in zip(colour, pixel)))]


UPRIGHT = ["red", "green", "blue", "yellow"]


def jpeg_segments(content):
    """The marker bytes of a JPEG's segments before its pixels."""
    at, markers = 2, []
    while at < len(content) and content[at] == 0xFF and content[at + 1] != 0xDA:
        markers.append(content[at + 1])
        at += 2 + struct.unpack_from(">H", content, at + 2)[0]
    return markers


def riff_chunks(content):
    """The chunks of a WebP by their names."""
    at, chunks = 12, {}
    while at < len(content):
        size = struct.unpack_from("<I", content, at + 4)[0]
        chunks[content[at : at + 4].decode()] = content[at + 8 : at + 8 + size]
        at += 8 + size + size % 2
    return chunks


def exif_tags(content):
    """The tags of an Exif block's first directory; none for no block."""
    if not content:
        return []
    tiff = content.removeprefix(b"Exif\0\0")
    order = "<" if tiff[:2] == b"II" else ">"
    start = struct.unpack_from(order + "I", tiff, 4)[0]
    count = struct.unpack_from(order + "H", tiff, start)[0]
    return [struct.unpack_from(order + "H", tiff, start + 2 + 12 * number)[0] for number in range(count)]
