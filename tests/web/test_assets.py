"""Styles, scripts and fonts: kept by browsers for ever, under an address that changes with the content."""

import re
from pathlib import Path

import brotli
import pytest

from app.web.assets import AssetMissingError, Assets
from tests.web.client import LintingClient

BROTLI = {"Accept-Encoding": "gzip, br"}
FONT = "assets/fonts/mandaatloket-sans-400.woff2"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of assets with one font and two sheets of style."""
    files = {
        "assets/govuk-frontend.min.css": ".govuk{}",
        "theme/02-b.css": "/* why */\n.b { }",
        "theme/01-a.css": '.a { src: url("fonts/x.woff2") }',
        "assets/fonts/x.woff2": "font",
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    return tmp_path


def test_the_address_changes_with_the_content(folder: Path) -> None:
    before = Assets(folder).url("assets/fonts/x.woff2")
    (folder / "assets/fonts/x.woff2").write_text("another font")
    assert Assets(folder).url("assets/fonts/x.woff2") != before


def test_the_style_sheet_is_one_file_in_the_order_of_the_names(folder: Path) -> None:
    assets = Assets(folder)
    text = assets.get("mandaatloket.css").content.decode()
    assert text == f'.govuk{{}}\n.a {{ src: url("{assets.url("assets/fonts/x.woff2")}") }}\n.b {{ }}'


def test_what_is_asked_for_with_its_version_is_kept_for_ever(client: LintingClient) -> None:
    page = client.see("/")
    for address in [*page.select("link[href]"), *page.select("script[src]")]:
        answer = client.get(str(address.get("href") or address.get("src")))
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get("/static/mandaatloket.css?v=old").headers["Cache-Control"] == "no-cache"


def test_the_page_and_the_style_sheet_ask_for_the_same_fonts(client: LintingClient) -> None:
    preloaded = {str(link["href"]) for link in client.see("/").select("link[rel=preload]")}
    sheet = client.get("/static/mandaatloket.css").get_data(as_text=True)
    assert preloaded <= set(re.findall(r'url\("([^"]+)"\)', sheet))


def test_text_travels_compressed_and_fonts_as_they_are(client: LintingClient) -> None:
    plain = client.get("/static/mandaatloket.css")
    small = client.get("/static/mandaatloket.css", headers=BROTLI)
    assert small.headers["Content-Encoding"] == "br"
    assert brotli.decompress(small.data) == plain.data
    assert len(small.data) < len(plain.data) / 5
    assert "Content-Encoding" not in client.get(f"/static/{FONT}", headers=BROTLI).headers


def test_a_page_travels_compressed_the_way_the_browser_knows(client: LintingClient) -> None:
    sizes = {}
    for encoding in ("br", "gzip", "identity"):
        answer = super(LintingClient, client).open("/hulp", headers={"Accept-Encoding": encoding})
        assert answer.headers.get("Content-Encoding", "identity") == encoding
        assert "Accept-Encoding" in answer.headers["Vary"]
        sizes[encoding] = len(answer.data)
    assert sizes["br"] < sizes["gzip"] < sizes["identity"]


def test_a_browser_that_has_it_already_gets_nothing_again(client: LintingClient) -> None:
    first = client.get(f"/static/{FONT}")
    again = client.get(f"/static/{FONT}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_file_has_one_name_so_that_nobody_fills_the_memory_with_others(folder: Path) -> None:
    assets = Assets(folder)
    for name in ("assets/./fonts/x.woff2", "assets/fonts/../fonts/x.woff2", "./theme/01-a.css"):
        with pytest.raises(AssetMissingError):
            assets.get(name)
    assert assets.known == {}


NOTHING = ("no.css", "../app/config.py", "%2e%2e/app/config.py", "theme", "x/../../wsgi.py", "%00", "a" * 300)


@pytest.mark.parametrize("name", NOTHING)
def test_nothing_else_can_be_fetched(client: LintingClient, name: str) -> None:
    assert client.get(f"/static/{name}").status_code == 404
