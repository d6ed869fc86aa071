"""How much comes over the line, as Chromium counts it, headers and all."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

FIRST_VISIT = 60_000
LATER_VISIT = 10_000
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


@pytest.mark.parametrize("path", PAGES)
def test_a_first_visit_is_light_and_a_later_one_lighter(
    visitor: BrowserContext, live_url: str, path: str, record_property: Callable[[str, object], None]
) -> None:
    page = visitor.new_page()
    scale = Scale(page)
    page.goto(live_url + path, wait_until="networkidle")
    first, report = scale.total, scale.report()
    assert len(scale.weights) >= 4, report
    scale.reset()
    page.goto(live_url + path, wait_until="networkidle")
    later = scale.total
    record_property("figure", f"{path}: first visit {first / 1000:.1f} kB, later visit {later / 1000:.1f} kB")
    assert 0 < first <= FIRST_VISIT, report
    assert 0 < later <= LATER_VISIT, scale.report()
