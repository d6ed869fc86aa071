"""Somebody in front of a screen, who reads and presses what people read and press. Works with and without scripts."""

import re

from flask import Flask
from playwright.sync_api import Locator, Page, expect

from tests.signing_in import cookies_of


class Visitor:
    """One page of one browser, at an application that answers at `url`."""

    def __init__(self, page: Page, app: Flask, url: str, *, scripts: bool = True) -> None:
        self.page, self.app, self.url, self.scripts = page, app, url, scripts

    def another_tab(self) -> "Visitor":
        """The same person, in a second tab of the same browser."""
        return Visitor(self.page.context.new_page(), self.app, self.url, scripts=self.scripts)

    @property
    def title(self) -> str:
        """The heading of the page."""
        return self.page.locator("h1").inner_text()

    @property
    def text(self) -> str:
        """What the page says, on one line."""
        return " ".join(self.page.locator("main").inner_text().split())

    @property
    def path(self) -> str:
        """Where we are, without the host."""
        return re.sub(r"^https?://[^/]+", "", self.page.url)

    @property
    def cookie(self) -> str:
        """What tells the server who this browser is."""
        return str(next(one["value"] for one in self.page.context.cookies() if one["name"] == "mandaatloket"))

    def go(self, path: str) -> "Visitor":
        """Type an address."""
        self.page.goto(path)
        return self

    def sees(self, heading: str) -> "Visitor":
        """The page that must be there now, by its heading."""
        words = r"\s+".join(re.escape(word) for word in heading.split())
        expect(self.page.locator("h1")).to_have_text(re.compile(words))
        return self

    def press(self, name: str, exact: bool = False) -> "Visitor":
        """A button, or what looks like one; the first with this name."""
        either = self.page.get_by_role("button", name=name, exact=exact)
        return self.push(either.or_(self.page.get_by_role("link", name=name, exact=exact)).first)

    def push(self, target: Locator) -> "Visitor":
        """Whatever leads to another page, or to the same page again; that page is there when this returns."""
        # Not `expect_navigation`: a page that only names itself again in the history (wizard.js) would count as well.
        with self.page.expect_event("load"):
            target.click()
        return self

    def choose(self, *names: str) -> "Visitor":
        """Choices and ticks, by the beginning of their words."""
        for name in names:
            self.option(name).check()
        return self

    def tick_all(self, name: str | None = None) -> "Visitor":
        """Every tick on the page, or every tick of one question; not that a holder is close to the clerk."""
        which = f"[name={name}]" if name else ":not([name=close])"
        for box in self.page.locator(f"input[type=checkbox]{which}").all():
            box.check()
        return self

    def option(self, name: str) -> Locator:
        """One choice or tick, by the beginning of its words."""
        words = re.compile(r"^\s*" + re.escape(name))
        return self.page.get_by_role("radio", name=words).or_(self.page.get_by_role("checkbox", name=words)).first

    def write(self, label: str, text: str) -> "Visitor":
        """Fill in one field."""
        self.page.get_by_label(label).fill(text)
        return self

    def sign_in(self, name: str, then: str = "/") -> "Visitor":
        """Be signed in as somebody of the demo; the page where people do that has tests of its own."""
        found = cookies_of(self.app, name)
        self.page.context.add_cookies([{"name": one.key, "value": one.value, "url": self.url} for one in found])
        return self.go(then)
