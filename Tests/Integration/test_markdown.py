"""Markdown with assets in the place of their logical paths (M44), sentence by sentence as 004 has it."""

import re
import unicodedata

import pictures
import pytest
from vitrine_client import Session, expect, expect_problem

MP4 = bytes.fromhex("00000018667479706d703432000000006d70343269736f6d") + bytes(64)
MP3 = b"ID3\x03\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" + bytes(413)


def render(api, markdown):
    return expect(200, api.post("/organization/markdown/render", json={"markdown": markdown}))


def stored(api, path, content=None, name="file.png", **fields):
    return api.upload(content or pictures.picture("png"), name, logicalPath=path, **fields)


def public_path(asset):
    return re.sub(r"^https?://[^/]+", "", asset["publicUrl"])


# Phase 1: logical paths


def test_pictures_and_links_by_logical_path_become_the_assets_public_addresses(api):
    report, spec = stored(api, "report.png"), stored(api, "2026/spec.pdf", b"%PDF-1.4\n%%EOF\n", "spec.pdf")
    answer = render(api, '![alt](report.png "Title") and [the spec](2026/spec.pdf)')
    assert answer == {
        "html": f'<p><img loading="lazy" src="{report["publicUrl"]}" alt="alt" title="Title" /> and '
        f'<a href="{spec["publicUrl"]}">the spec</a></p>\n',
        "unresolved": [],
    }
    assert api.get(report["publicUrl"]).status_code == 200


def test_every_way_to_write_an_address_is_resolved(api):
    asset = stored(api, "2026/図 表 (1).png")
    encoded = "2026/%E5%9B%B3%20%E8%A1%A8%20%281%29.png"
    for markdown in (
        f"![x]({encoded})", "![x](<2026/図 表 (1).png>)", f"![x][ref]\n\n[ref]: {encoded}", "![x]\n\n[x]: <2026/図 表 (1).png> 'T'",
        f"[![x]({encoded})](https://example.org/)", f"| a |\n|---|\n| ![x]({encoded}) |", f"> - # ~~**![x]({encoded})**~~",
        "![x](<2026/図 表 \\(1&#41;.png>)", f"[x]({encoded})",
    ):
        answer = render(api, markdown)
        assert f'"{asset["publicUrl"]}"' in answer["html"] and answer["unresolved"] == [], markdown


def test_only_an_exact_path_is_a_match(api):
    stored(api, "2026/Report.png")
    for written in (
        "report.png", "Report.png", "2026/report.png", "2026/Report", "./2026/Report.png", "2026//Report.png", "2026/Report.png?v=1",
        "2026/Report.png/", "2026%252FReport.png",
    ):
        answer = render(api, f"![x]({written})")
        assert answer["unresolved"] == [written], written
        assert "/files/" not in answer["html"]


def test_the_same_name_in_another_normal_form_is_the_same_name(api):
    name = unicodedata.normalize("NFC", "Über den Café.png")
    asset = stored(api, unicodedata.normalize("NFD", name))
    for form in ("NFC", "NFD"):
        assert asset["publicUrl"] in render(api, f"![x](<{unicodedata.normalize(form, name)}>)")["html"]


def test_percent_encoding_is_decoded_once_and_what_is_none_stays(api):
    once, twice, percent = stored(api, "a b.png"), stored(api, "a%20b.png"), stored(api, "100%.png")
    for written, asset in (("a%20b.png", once), ("a%2520b.png", twice), ("100%.png", percent), ("100%25.png", percent)):
        assert asset["publicUrl"] in render(api, f"[x]({written})")["html"], written
    # Not UTF-8 once decoded: looked up as it is written.
    assert render(api, "[x](a%FFb.png)")["unresolved"] == ["a%FFb.png"]
    assert render(api, "[x](a%00b.png)")["unresolved"] == ["a%00b.png"]


def test_a_fragment_is_kept_unless_the_path_itself_has_one(api):
    spec, sharp = stored(api, "spec.pdf", b"%PDF-1.4\n%%EOF\n", "spec.pdf"), stored(api, "c#.png")
    assert f'href="{spec["publicUrl"]}#page=3"' in render(api, "[x](spec.pdf#page=3)")["html"]
    assert f'href="{sharp["publicUrl"]}"' in render(api, "[x](c#.png)")["html"]
    assert render(api, "[x](c#.png#top)")["unresolved"] == ["c#.png#top"]


def test_addresses_with_a_scheme_or_from_the_root_pass_through(api):
    # Not even when an asset has such a path.
    stored(api, "mailto:somebody@example.org")
    for written in (
        "https://example.org/report.png", "http://example.org/", "mailto:somebody@example.org", "/report.png", "//example.org/x.png",
        "#part", "ftp://example.org/x", "made-up+scheme:x",
    ):
        answer = render(api, f"[x]({written})")
        assert answer == {"html": f'<p><a href="{written}">x</a></p>\n', "unresolved": []}, written
    assert render(api, "[x]() and <https://example.org/>")["unresolved"] == []


def test_what_is_not_found_stays_as_written_and_is_told_once_in_order(api):
    answer = render(api, "![a](gone/b.png) [b](c.pdf) [c](gone/b.png) ![d](日本.png)\n\n`![e](code.png)`")
    assert answer["unresolved"] == ["gone/b.png", "c.pdf", "日本.png"]
    assert 'src="gone/b.png"' in answer["html"] and 'href="gone/b.png"' in answer["html"]


def test_a_renamed_file_leaves_its_old_references_unresolved(api):
    asset = stored(api, "old.png")
    expect(200, api.patch(f"/organization/assets/{asset['id']}", json={"logicalPath": "new.png"}))
    answer = render(api, "![a](old.png) ![b](new.png)")
    assert answer["unresolved"] == ["old.png"] and f'src="{asset["publicUrl"]}" alt="b"' in answer["html"]


def test_archived_assets_resolve_and_trashed_ones_do_not(api):
    archived, trashed = stored(api, "archived.png"), stored(api, "trashed.png")
    expect(200, api.post(f"/organization/assets/{archived['id']}/archive"))
    expect(204, api.delete(f"/organization/assets/{trashed['id']}"))
    answer = render(api, "![a](archived.png) ![b](trashed.png)")
    assert archived["publicUrl"] in answer["html"] and answer["unresolved"] == ["trashed.png"]


def test_a_private_asset_is_reached_by_the_signed_address_alone(server, api):
    asset = stored(api, "private.png", visibility="private")
    anybody = Session(server)
    assert anybody.get(public_path(asset)).status_code == 404
    source = re.search(r'src="([^"]+)"', render(api, "![x](private.png)")["html"])[1].replace("&amp;", "&")
    assert "signature=" in source and anybody.get(source).status_code == 200


def test_an_external_asset_is_where_it_always_was(api):
    for path, source in (("talk", "https://youtu.be/dQw4w9WgXcQ"), ("page", "https://example.org/article?a=1&b=2#c")):
        link = {"provider": "youtube" if path == "talk" else "generic", "sourceUrl": source, "title": path, "logicalPath": path}
        expect(201, api.post("/organization/assets", json=link))
    html = render(api, "![Talk](talk) [page](page#d)")["html"]
    assert "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ" in html
    assert 'href="https://example.org/article?a=1&amp;b=2#c"' in html


def test_nothing_of_another_organization_is_found(api, other_api):
    foreign = stored(other_api, "theirs.png")
    answer = render(api, "![x](theirs.png)")
    assert answer["unresolved"] == ["theirs.png"] and foreign["id"] not in answer["html"]


def test_many_references_are_found_by_one_query(api):
    assets = [stored(api, f"many/{number}.png", bytes([number]), f"{number}.bin") for number in range(20)]
    answer = render(api, "".join(f"![x](many/{number}.png)" for number in range(1000)))
    assert all(asset["publicUrl"] in answer["html"] for asset in assets)
    assert answer["unresolved"] == [f"many/{number}.png" for number in range(20, 1000)]


# Phase 2: players


def test_films_and_sound_of_the_library_become_players_with_their_words_for_names(api):
    film, sound = stored(api, "clip", MP4, "clip.mp4"), stored(api, "talk.m", MP3, "talk.mp3")
    assert (film["kind"], sound["kind"]) == ("video", "audio")
    html = render(api, '![My "clip"](clip "T") ![](talk.m#t=10)')["html"]
    assert f'<video controls preload="metadata" aria-label="My &quot;clip&quot;" title="T" src="{film["publicUrl"]}"></video>' in html
    assert f'<audio controls preload="metadata" aria-label="Audio" src="{sound["publicUrl"]}#t=10"></audio>' in html


def test_a_link_to_a_film_is_a_link(api):
    film = stored(api, "clip.mp4", MP4, "clip.mp4")
    html = render(api, "[see](clip.mp4) [y](https://youtu.be/dQw4w9WgXcQ)")["html"]
    assert f'<a href="{film["publicUrl"]}">see</a>' in html and "<video" not in html and "<iframe" not in html


@pytest.mark.parametrize("address, player", [
    ("https://example.org/a/film.MP4?x=1#t=3", "video"), ("/uploads/film.webm", "video"), ("//example.org/film.ogv", "video"),
    ("https://example.org/sound.mp3", "audio"), ("/a.m4a", "audio"), ("https://example.org/a.wav", "audio"),
    ("https://example.org/film.mp4.png", "img"), ("https://example.org/?film.mp4", "img"), ("/film.mp4/poster", "img"),
])
def test_an_extension_tells_what_other_addresses_are(api, address, player):
    html = render(api, f"![words]({address})")["html"]
    assert re.findall(r"<(video|audio|img|iframe)\b", html) == [player]
    assert address.split("?")[0] in html


YOUTUBE = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"


@pytest.mark.parametrize("address, frame", [
    ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", YOUTUBE), ("https://youtu.be/dQw4w9WgXcQ?t=3", YOUTUBE),
    ("http://m.youtube.com/watch?list=x&v=dQw4w9WgXcQ", YOUTUBE), ("https://youtube.com/shorts/dQw4w9WgXcQ", YOUTUBE),
    ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871"),
    ("https://player.vimeo.com/video/76979871", "https://player.vimeo.com/video/76979871"),
    ("https://vimeo.com/76979871/8272103f6e", "https://player.vimeo.com/video/76979871?h=8272103f6e"),
    ("https://vimeo.com/channels/staffpicks/76979871", "https://player.vimeo.com/video/76979871"),
    # Those that only look like it.
    ("https://youtube.com.example.org/watch?v=dQw4w9WgXcQ", None), ("https://youtube.com@example.org/watch?v=dQw4w9WgXcQ", None),
    ("https://notyoutube.com/watch?v=dQw4w9WgXcQ", None), ("https://www.youtube.com/watch?v=short", None),
    ("https://www.youtube.com/redirect?q=dQw4w9WgXcQ", None), ("javascript://youtu.be/dQw4w9WgXcQ", None),
    ("https://vimeo.com/about", None), ("https://vimeo.com/1%22onload=x", None), ("https://evil.example/vimeo.com/76979871", None),
])
def test_films_of_youtube_and_vimeo_become_frames_that_can_do_little(api, address, frame):
    html = render(api, f"![A talk]({address})")["html"]
    assert re.findall(r'<iframe [^>]*src="([^"]+)"', html) == ([frame] if frame else [])
    if frame:
        assert 'title="A talk"' in html and 'loading="lazy"' in html and "allow-top-navigation" not in html


# What may not be


def test_raw_html_and_addresses_that_run_something_are_left_out(api):
    html = render(api, "<script>x</script>\n\n<b onclick=x>y</b> [j](javascript:x) ![d](data:image/svg+xml,x) [f](file:///etc/passwd)")["html"]
    assert not re.search(r"<script|<b|javascript:|data:|file:", html)
    assert html.count('href=""') == 2 and html.count('src=""') == 1


def test_a_text_at_the_limit_is_rendered_and_one_over_it_is_refused(api):
    line = "Words with a [link](https://example.org/) and “quotes”.\n\n"
    limit = 1024 * 1024
    text = (line * (limit // len(line.encode()))).ljust(limit - (len(line.encode()) - len(line)) * (limit // len(line.encode())))
    assert len(text.encode()) == limit
    assert render(api, text)["html"].count("<p>") == limit // len(line.encode())
    problem = expect_problem(413, "markdown_too_large", api.post("/organization/markdown/render", json={"markdown": text + "x"}))
    assert "1048576" in problem["detail"] and problem["errors"][0]["field"] == "markdown"
    assert api.post("/organization/markdown/render", json={"markdown": "\u0001" * limit}).status_code == 200


def test_a_text_that_explodes_ends_in_seconds_and_harms_nobody(api):
    """What the parser needs quadratic time for, and what grows beyond any use; the worker's own tests know more of them."""
    for text in ("www._" * 200_000, "[a]: " + "/x" * 10_000 + "\n\n" + "[a] " * 200_000):
        problem = expect_problem(422, "markdown_too_complex", api.post("/organization/markdown/render", json={"markdown": text}))
        assert problem["errors"][0]["field"] == "markdown"
        assert render(api, "*still here*")["html"] == "<p><em>still here</em></p>\n"


def test_too_many_different_references_are_too_complex(api):
    text = "".join(f"[a]({number})" for number in range(5_001))
    problem = expect_problem(422, "markdown_too_complex", api.post("/organization/markdown/render", json={"markdown": text}))
    assert "5000" in problem["detail"]


def test_fields_are_checked(api):
    for body, codes in (
        ({}, ["blank"]), ({"markdown": 1}, ["wrong_type"]), ({"markdown": "", "x": 1}, ["unknown_field"]),
        ({"markdown": None}, ["blank"]),
    ):
        problem = expect_problem(422, "invalid_fields", api.post("/organization/markdown/render", json=body))
        assert [error["code"] for error in problem["errors"]] == codes
    assert render(api, "") == {"html": "", "unresolved": []}
    assert render(api, "a\u0000b")["html"] == "<p>a\ufffdb</p>\n"


def test_the_command_line_renders_too(server, organization, api, tmp_path):
    asset = stored(api, "report.png")
    file = tmp_path / "text.md"
    file.write_text("![x](report.png) [y](gone.pdf)")
    done = server.cli("markdown", "render", str(file), "--organization", organization.slug)
    assert public_path(asset) in done.stdout and "gone.pdf" in done.stderr
    piped = server.cli("markdown", "render", "-", "--organization", organization.slug, "--json", input="# T")
    assert piped.stdout == '{"html":"<h1>T</h1>\\n","unresolved":[]}\n'
