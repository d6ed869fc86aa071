"""How much comes over the line, as Chromium counts it, headers and all."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

FIRST_VISIT = 60_000
LATER_VISIT = 10_000
SEARCHES = "script[src*=htmx]"
PAGES = ("/", "/aanmelden", "/moeilijke-woorden")


class Scale:
    """Weighs what a page fetches."""

    def __init__(self, page: Page) -> None:
        self.requests: dict[str, str] = {}
        self.weights: dict[str, float] = {}
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._sent)
        session.on("Network.loadingFinished", self._finished)

    def _sent(self, event: dict[str, Any]) -> None:
        self.requests[event["requestId"]] = event["request"]["url"]

    def _finished(self, event: dict[str, Any]) -> None:
        self.weights[event["requestId"]] = event["encodedDataLength"]

    def reset(self) -> None:
        """Start again at nothing."""
        self.weights.clear()

    @property
    def total(self) -> float:
        """All that came over the line so far, in bytes."""
        return sum(self.weights.values())

    def report(self) -> str:
        """What weighs how much, heaviest first."""
        rows = sorted(((weight, self.requests.get(name, name)) for name, weight in self.weights.items()), reverse=True)
        return "\n".join(f"{weight:8.0f}  {url}" for weight, url in rows)


@pytest.fixture
def live_app(demo_app: Flask) -> Flask:
    """With every door open."""
    return demo_app


@pytest.mark.parametrize("path", PAGES)
def test_a_first_visit_is_light_and_a_later_one_lighter(
    visitor: BrowserContext, live_url: str, path: str, record_property: Callable[[str, object], None]
) -> None:
    first, later = weigh_twice(visitor.new_page(), live_url + path)
    record_property("figure", f"{path}: first visit {first / 1000:.1f} kB, later visit {later / 1000:.1f} kB")


def test_a_page_that_searches_as_you_type_is_light_too(
    browser: Browser, visitor: BrowserContext, live_url: str, record_property: Callable[[str, object], None]
) -> None:
    page = visitor.new_page()
    page.goto(f"{live_url}/aanmelden?next=/geven")
    page.get_by_label("Naam").fill("maria")
    page.get_by_label("Wachtwoord").fill("demo")
    page.get_by_role("button", name="Aanmelden").click()
    page.get_by_role("button", name="Beginnen").click()
    page.wait_for_selector(SEARCHES, state="attached")
    # The same person in a browser that was never here: cookies, but nothing kept.
    fresh = browser.new_context(storage_state=visitor.storage_state())
    first, later = weigh_twice(fresh.new_page(), page.url)
    fresh.close()
    record_property("figure", f"search page: first visit {first / 1000:.1f} kB, later visit {later / 1000:.1f} kB")


def weigh_twice(page: Page, url: str) -> tuple[float, float]:
    """What a first and a later visit weigh, in bytes; both must be light."""
    scale = Scale(page)
    page.goto(url, wait_until="networkidle")
    first, report = scale.total, scale.report()
    assert len(scale.weights) >= 4, report
    assert 0 < first <= FIRST_VISIT, report
    scale.reset()
    page.goto(url, wait_until="networkidle")
    assert 0 < scale.total <= LATER_VISIT, scale.report()
    return first, scale.total
