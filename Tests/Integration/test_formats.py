"""What an upload is, is read from its bytes: kind, type, size, an upright thumbnail, and nothing private in it."""

import pictures
import pytest
from pictures import HEIGHT, UPRIGHT, WIDTH, Decoded
from vitrine_client import expect, expect_problem


def fetch(api, url):
    answer = api.get(url, headers={"Authorization": None})
    assert answer.status_code == 200
    return answer


def thumbnail(api, asset):
    answer = fetch(api, asset["thumbnailUrl"])
    assert answer.headers["Content-Type"] == "image/webp"
    return answer.content


def check_card(api, asset):
    answer = fetch(api, asset["cardUrl"])
    assert answer.headers["Content-Type"] == "image/jpeg"
    card = Decoded(answer.content, ".jpg")
    assert (card.width, card.height) == (200, 200)
    return answer.content


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_jpeg_is_upright_whichever_way_the_camera_was_held(api, orientation):
    asset = api.settled(api.upload(pictures.turned_jpeg(orientation), "turned.jpg"))
    assert (asset["kind"], asset["mimeType"]) == ("image", "image/jpeg")
    assert (asset["width"], asset["height"], asset["aspectRatio"]) == (WIDTH, HEIGHT, "3:2")
    assert asset["thumbnailStatus"] == "ready" and asset["thumbnailError"] is None
    shown = Decoded(thumbnail(api, asset), ".webp")
    assert shown.corners() == UPRIGHT
    assert shown.width / shown.height == WIDTH / HEIGHT
    # The card is cut to a square from the middle; all four colours are left.
    assert Decoded(check_card(api, asset), ".jpg").corners() == UPRIGHT


def test_camera_and_place_stay_out_of_thumbnail_and_card(api):
    asset = api.settled(api.upload(pictures.turned_jpeg(6), "holiday.jpg"))
    small, card = thumbnail(api, asset), check_card(api, asset)
    # libvips writes an Exif block of its own into every WebP: size and resolution, nothing of the original's.
    assert not {0x8825, 0x010F, 0x0110, 0x0132} & set(pictures.exif_tags(pictures.riff_chunks(small).get("EXIF")))
    assert not {"XMP ", "ICCP"} & pictures.riff_chunks(small).keys()
    assert not {0xE1, 0xED} & set(pictures.jpeg_segments(card))
    assert b"Lighthouse" not in small + card
    assert "Lighthouse" in str(asset["exif"]), "the camera is a fact the asset keeps"
    assert "gps" not in str(asset["exif"]).lower()


def test_a_large_picture_gets_a_thumbnail_that_fits_320_pixels(api):
    asset = api.settled(api.upload(pictures.picture("jpeg", 1200, 600), "large.jpg"))
    shown = Decoded(thumbnail(api, asset), ".webp")
    assert (shown.width, shown.height) == (320, 160)
    assert asset["placeholder"]


def test_a_png_keeps_its_transparency_in_the_thumbnail(api):
    asset = api.settled(api.upload(pictures.translucent_png(), "logo.png"))
    assert (asset["mimeType"], asset["width"], asset["height"]) == ("image/png", WIDTH, HEIGHT)
    shown = Decoded(thumbnail(api, asset), ".webp")
    assert shown.bands == 4
    assert shown.at(0.2, 0.5)[3] == 255 and shown.at(0.8, 0.5)[3] == 0
    check_card(api, asset)


@pytest.mark.parametrize(
    ("format", "mime_type", "frames"),
    [
        ("png", "image/png", 1),
        ("gif", "image/gif", 1),
        ("gif", "image/gif", 3),
        ("webp", "image/webp", 1),
        ("webp", "image/webp", 3),
        ("tiff", "image/tiff", 1),
        ("heic", "image/heic", 1),
        ("avif", "image/avif", 1),
    ],
)
def test_a_picture_is_recognised_measured_and_pictured(api, format, mime_type, frames):
    content = pictures.picture(format, frames=frames)
    # The name says nothing: the bytes decide.
    asset = api.settled(api.upload(content, "unknown.bin", "application/octet-stream"))
    assert (asset["kind"], asset["mimeType"]) == ("image", mime_type)
    assert (asset["width"], asset["height"], asset["byteSize"]) == (WIDTH, HEIGHT, len(content))
    assert asset["pageCount"] == (frames if frames > 1 else None)
    assert asset["thumbnailStatus"] == "ready", asset["thumbnailError"]
    assert Decoded(thumbnail(api, asset), ".webp").corners() == UPRIGHT
    check_card(api, asset)
    original = fetch(api, asset["publicUrl"])
    assert original.headers["Content-Type"] == mime_type and original.content == content


def test_an_svg_is_drawn(api):
    asset = api.settled(api.upload(pictures.svg(), "drawing.svg"))
    assert (asset["kind"], asset["mimeType"], asset["width"], asset["height"]) == ("image", "image/svg+xml", WIDTH, HEIGHT)
    assert Decoded(thumbnail(api, asset), ".webp").corners() == UPRIGHT
    check_card(api, asset)


def test_an_svg_cannot_draw_files_of_the_server(api):
    inside = (
        '<image href="file:///usr/share/pixmaps/debian-logo.png" width="96" height="64"/><image href="/etc/passwd" width="9"/>'
    )
    asset = api.settled(api.upload(pictures.svg(inside=inside), "curious.svg"))
    assert Decoded(thumbnail(api, asset), ".webp").corners() == UPRIGHT


@pytest.mark.parametrize(
    ("name", "content", "mime_types"),
    [
        ("old.bmp", pictures.bmp(), ("image/bmp", "image/x-ms-bmp")),
        ("layers.psd", pictures.psd(), ("image/vnd.adobe.photoshop",)),
    ],
)
def test_a_picture_this_build_cannot_decode_is_kept_without_a_thumbnail_and_says_so(api, name, content, mime_types):
    asset = api.settled(api.upload(content, name))
    assert asset["kind"] == "image" and asset["mimeType"] in mime_types
    assert asset["thumbnailStatus"] == "none"
    assert asset["mimeType"] in asset["thumbnailError"]
    assert asset["thumbnailUrl"] is None and asset["cardUrl"] is None
    assert fetch(api, asset["publicUrl"]).content == content


def test_a_damaged_picture_is_kept_and_its_thumbnail_failed_with_a_reason(api):
    content = pictures.picture("png", 300, 200)
    asset = api.settled(api.upload(content[: len(content) // 2], "half.png"))
    assert asset["mimeType"] == "image/png"
    assert asset["thumbnailStatus"] == "failed" and asset["thumbnailError"]
    assert asset["thumbnailUrl"] is None


@pytest.mark.parametrize(
    ("content", "mime_types", "kind"),
    [
        (pictures.HTML, {"text/html"}, "document"),
        (pictures.SCRIPT, {"text/x-shellscript", "application/x-sh", "application/x-shellscript"}, None),
        (pictures.PDF, {"application/pdf"}, "pdf"),
    ],
    ids=["html", "script", "pdf"],
)
def test_a_jpg_that_is_something_else_is_recorded_as_what_it_is(api, content, mime_types, kind):
    asset = api.upload(content, "photo.jpg", "image/jpeg")
    assert asset["mimeType"] in mime_types
    assert kind is None or asset["kind"] == kind
    assert asset["kind"] != "image" and asset["thumbnailStatus"] == "none"
    assert not asset["publicUrl"].endswith((".jpg", ".jpeg"))
    assert asset["originalName"] == "photo.jpg"


@pytest.mark.parametrize(
    "content", [pictures.HTML, pictures.SCRIPT, pictures.PDF, pictures.svg()], ids=["html", "script", "pdf", "svg"]
)
def test_a_site_refuses_what_is_no_picture_and_says_what_it_accepts(server, site_api, content):
    problem = expect_problem(
        415, "type_refused", site_api.post("/organization/assets", files={"file": ("photo.jpg", content, "image/jpeg")})
    )
    for accepted in ("image/jpeg", "image/png", "image/gif", "image/webp"):
        assert accepted in problem["detail"]
    assert problem["errors"][0]["field"] == "file"
    assert site_api.assets()["total"] == 0
    assert site_api.storage()["reservedBytes"] == 0


def test_a_site_accepts_a_picture_up_to_its_own_limit(site_api):
    expect(201, site_api.post("/organization/assets", files={"file": ("a.png", pictures.picture("png"))}))
    too_large = pictures.picture("png") + bytes(5 * 1024 * 1024)
    expect_problem(413, "file_too_large", site_api.post("/organization/assets", files={"file": ("b.png", too_large)}))


@pytest.fixture
def site_api(server, numbers):
    return server.create_organization(f"site-{next(numbers)}", profile="site").api()
