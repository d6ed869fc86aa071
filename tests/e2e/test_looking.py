"""What the look at every page state takes for a mistake, and on which width it sees that."""

from types import SimpleNamespace
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext

from tests.e2e.test_states import Looking

PAGE = """<!DOCTYPE html><html lang="nl"><title>Titel</title><meta name="viewport" content="width=device-width">
<style>{style}</style><main><h1>Kop</h1><p>Tekst</p>{more}</main></html>"""
BROKEN = {
    "a field without a label": ("", '<input type="text">', "label"),
    "pale letters on a narrow screen": ("@media (width < 350px) { p { color: #bbb } }", "", "color-contrast"),
    "wide": ("p { width: 1300px }", "", "on 1280 px"),
    "wide on a phone": ("p { width: 385px }", "", "on 390 px"),
    "wide on a small phone": ("@media (width < 350px) { p { width: 330px } }", "", "on 320 px"),
    "wide with large letters": ("p { width: 15rem }", "", "letters of 200 %"),
}


def test_a_page_with_a_mistake_is_seen_and_one_without_is_not(visitor: BrowserContext) -> None:
    somebody, looking = SimpleNamespace(page=visitor.new_page()), Looking()

    def look(name: str, style: str, more: str) -> None:
        somebody.page.goto("data:text/html," + quote(PAGE.format(style=style, more=more)))
        looking(somebody, name)

    look("right", "", "")
    for name, (style, more, seen) in BROKEN.items():
        with pytest.raises(AssertionError, match=seen):
            look(name, style, more)
    look("right again", "", "")
