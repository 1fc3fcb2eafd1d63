"""Pictures made at run time; none is kept in the repository."""

import subprocess
import tempfile
from pathlib import Path

_STEP = 40
"""Each photograph is cut this many pixels further to the right."""
_GRAIN = 9


def jpeg_of_size(size):
    """A real JPEG of exactly `size` bytes: a small picture, filled up with a comment."""
    with tempfile.TemporaryDirectory() as folder:
        plain, noisy, path = (Path(folder) / name for name in ("plain.v", "noisy.v", "picture.jpg"))
        _vips("perlin", plain, 160, 120, "--cell-size", 32, "--seed", 1)
        _vips("linear", plain, noisy, 180, 128, "--uchar")
        _vips("jpegsave", noisy, path, "--Q", 80)
        picture = path.read_bytes()
    return filled_up(picture, size)


def filled_up(picture, size):
    missing = size - len(picture) - 4
    assert 0 <= missing <= 65_533, f"the picture has {len(picture)} bytes, which cannot become {size}"
    comment = b"\xff\xfe" + (missing + 2).to_bytes(2, "big") + b"x" * missing
    return picture[:2] + comment + picture[2:]


def photographs(folder, number, width=4000, height=3000):
    """JPEG photographs as a camera makes them: smooth shapes, grain, quality 90, 4 to 6 MB each."""
    shapes, grain = folder / "shapes.v", folder / "grain.v"
    _vips("gaussnoise", grain, width, height, "--mean", 0, "--sigma", _GRAIN, "--seed", 4)
    _make_shapes(folder, shapes, width + _STEP * number, height)
    paths = []
    for index in range(number):
        cut, sum_, path = folder / "cut.v", folder / "sum.v", folder / f"photo-{index:02}.jpg"
        _vips("crop", shapes, cut, _STEP * index, 0, width, height)
        _vips("add", cut, grain, sum_)
        _vips("jpegsave", sum_, path, "--Q", 90)
        paths.append(path)
    for material in folder.glob("*.v"):
        material.unlink()
    return paths


def _make_shapes(folder, shapes, width, height):
    bands = []
    for seed, cell in ((1, 700), (2, 450), (3, 300)):
        bands.append(folder / f"band-{seed}.v")
        _vips("perlin", bands[-1], width, height, "--cell-size", cell, "--seed", seed)
    joined, scaled = folder / "joined.v", folder / "scaled.v"
    _vips("bandjoin", " ".join(map(str, bands)), joined)
    _vips("linear", joined, scaled, 190, 128)
    _vips("copy", scaled, shapes, "--interpretation", "srgb")


def _vips(*arguments):
    subprocess.run(["vips", *map(str, arguments)], check=True, stdin=subprocess.DEVNULL, capture_output=True)
