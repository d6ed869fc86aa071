"""How much comes over the line, as Chromium counts it, headers and all."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Locator, Page

FIRST_VISIT = 60_000
LATER_VISIT = 10_000
LETTER_PICTURE = 60_000
PICTURE = ".ml-letter img"
SEARCHES = "script[src*=htmx]"
PAGES = ("/", "/aanmelden", "/moeilijke-woorden", "/brief")


class Scale:
    """Weighs what a page fetches."""

    def __init__(self, page: Page, without: str | None = None) -> None:
        self.without = without
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
        return sum(weight for name, weight in self.weights.items() if not self._is_apart(name))

    def _is_apart(self, name: str) -> bool:
        return self.without is not None and self.without in self.requests.get(name, "")

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


@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_of_a_mandate_is_light_without_the_pictures_of_its_letters(
    browser: Browser, visitor: BrowserContext, live_url: str, width: int,
    record_property: Callable[[str, object], None],
) -> None:
    page = sign_in(visitor.new_page(), live_url, "/mandaten")
    addresses = [str(link.get_attribute("href")) for link in page.locator(".ml-mandate h3 a").all()]
    url = next(live_url + address for address in addresses if has_picture(page, live_url + address))
    # The same person in a browser that was never here: cookies, but nothing kept.
    fresh = browser.new_context(storage_state=visitor.storage_state(), viewport={"width": width, "height": 800})
    page = fresh.new_page()
    first, later = weigh_twice(page, url, without="/pagina/")
    pictures = [weigh_picture(page, picture) for picture in page.locator(PICTURE).all()]
    fresh.close()
    assert max(pictures) <= LETTER_PICTURE, pictures
    record_property(
        "figure",
        f"mandate page, {width} wide: first visit {first / 1000:.1f} kB, later visit {later / 1000:.1f} kB, "
        f"{len(pictures)} pictures of at most {max(pictures) / 1000:.1f} kB",
    )


def test_a_page_that_searches_as_you_type_is_light_too(
    browser: Browser, visitor: BrowserContext, live_url: str, record_property: Callable[[str, object], None]
) -> None:
    page = sign_in(visitor.new_page(), live_url, "/geven")
    page.get_by_role("button", name="Beginnen").click()
    page.wait_for_selector(SEARCHES, state="attached")
    # The same person in a browser that was never here: cookies, but nothing kept.
    fresh = browser.new_context(storage_state=visitor.storage_state())
    first, later = weigh_twice(fresh.new_page(), page.url)
    fresh.close()
    record_property("figure", f"search page: first visit {first / 1000:.1f} kB, later visit {later / 1000:.1f} kB")


def sign_in(page: Page, live_url: str, then: str) -> Page:
    """Maria, on the page `then`."""
    page.goto(f"{live_url}/aanmelden?next={then}")
    page.get_by_label("Naam").fill("maria")
    page.get_by_label("Wachtwoord").fill("demo")
    page.get_by_role("button", name="Aanmelden").click()
    page.wait_for_url(live_url + then)
    return page


def has_picture(page: Page, url: str) -> bool:
    """Whether a letter stands on the page at `url`."""
    page.goto(url)
    return page.locator(PICTURE).count() > 0


def weigh_picture(page: Page, picture: Locator) -> int:
    """What the picture of a letter weighs, in bytes; it must wait until somebody comes near it."""
    assert picture.get_attribute("loading") == "lazy"
    answer = page.request.get(urljoin(page.url, str(picture.get_attribute("src"))))
    assert (answer.status, answer.headers["content-type"]) == (200, "image/webp")
    return len(answer.body())


def weigh_twice(page: Page, url: str, without: str | None = None) -> tuple[float, float]:
    """What a first and a later visit weigh, in bytes; both must be light.

    Addresses with `without` in them are left out: they have a limit of their own.
    """
    scale = Scale(page, without)
    page.goto(url, wait_until="networkidle")
    first, report = scale.total, scale.report()
    assert len(scale.weights) >= 4, report
    assert 0 < first <= FIRST_VISIT, report
    scale.reset()
    page.goto(url, wait_until="networkidle")
    assert 0 < scale.total <= LATER_VISIT, scale.report()
    return first, scale.total
