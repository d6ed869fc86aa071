"""Everything that a browser complains about, everybody whom it talks to, and whether a page is for everybody."""

from collections.abc import Sequence
from pathlib import Path
from weakref import WeakSet

from playwright.sync_api import BrowserContext, Page, Request

AXE = (Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
IS_NARROW_ENOUGH = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
# What is violated and by which elements, and whether the page is narrow enough; nothing where axe was never brought.
RUN_AXE = f"""async options => {{
    if (!window.axe) window.readAxe?.();
    if (!window.axe) return null;
    const found = (await axe.run(document, options)).violations;
    return [found.map(rule => [rule.id, rule.nodes.map(node => node.html)]), {IS_NARROW_ENOUGH}];
}}"""
TABS_WITH_AXE: WeakSet[Page] = WeakSet()
# What does not violate anything is not described, and there are no frames: that takes half of the time.
QUICKLY = {"resultTypes": ["violations"], "selectors": False, "preload": False, "iframes": False}
# What can change with the width: where things stand and what lies over them, and names of which a part is hidden.
RULES_OF_WIDTH = (
    "target-size", "color-contrast", "scrollable-region-focusable", "link-name", "button-name", "label", "region",
    "empty-heading", "image-alt", "aria-hidden-focus",
)  # fmt: skip
# Chromium writes the status of an answer that refuses something, and that somebody pressed something before a slow page
# chose where to begin; neither is a mistake of the page.
NO_COMPLAINTS = ("the server responded with a status of", "Autofocus processing was blocked because a document already")
# What htmx writes when an answer does not come, and how Chromium calls it that nobody waits for it any more.
FETCH_FAILED, BROKEN_OFF = "htmx:error: Failed to fetch", "net::ERR_ABORTED"
# What shows a pdf is a part of Chromium, and not somebody else.
PDF_VIEWER = ("chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/", "chrome://resources/")


class Watched:
    """A browser that remembers what its pages complain about and whom they talk to."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.context, self.url = context, url
        self.complaints: list[str] = []
        self.elsewhere: list[str] = []
        self.left = 0
        context.on("console", lambda message: self._complain(message.text))
        context.on("weberror", lambda error: self._complain(str(error.error)))
        context.on("request", lambda request: self._asked(request.url))
        context.on("requestfailed", self._fail)

    def _complain(self, text: str) -> None:
        if not any(one in text for one in NO_COMPLAINTS):
            self.complaints.append(text)

    def _fail(self, request: Request) -> None:
        # Whoever goes on to the next page breaks off what this one was still asking; that is no failure.
        self.left += request.resource_type == "fetch" and request.failure == BROKEN_OFF

    def _asked(self, url: str) -> None:
        if not url.startswith((self.url, *PDF_VIEWER)):
            self.elsewhere.append(url)

    def check_quiet(self) -> None:
        """No complaint, and no request to anybody else."""
        broken_off = [one for one in self.complaints if FETCH_FAILED in one]
        others = [one for one in self.complaints if FETCH_FAILED not in one]
        assert others == [], others
        assert len(broken_off) <= self.left, broken_off
        assert self.elsewhere == [], self.elsewhere


def is_narrow_enough(page: Page) -> bool:
    """Whether nobody has to scroll sideways."""
    return bool(page.evaluate(IS_NARROW_ENOUGH))


def check_for_everybody(page: Page, name: str = "", rules: Sequence[str] = ()) -> None:
    """No violation of WCAG 2.2 AA (or of these rules of axe), and nothing wider than the screen."""
    only = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": STANDARDS}
    options = QUICKLY | {"runOnly": only}
    if (found := page.evaluate(RUN_AXE, options)) is None:
        page.evaluate(AXE)
        if page not in TABS_WITH_AXE:
            # The next pages of this tab bring it along, if they run scripts; Chromium then reads it once for all.
            TABS_WITH_AXE.add(page)
            page.add_init_script(script=f"window.readAxe = () => {{ {AXE} }}")
        found = page.evaluate(RUN_AXE, options)
    violations, narrow = found
    assert violations == [], f"{name or page.url}: {violations}"
    assert narrow, f"{name or page.url} on {page.viewport_size}"
