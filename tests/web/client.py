"""The browser of the tests: it looks at every page it fetches, and at what the request left open in the database."""

import re
from typing import Any

from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from lxml.html import HtmlElement
from sqlalchemy import event
from werkzeug.test import TestResponse

from app.db import Database
from tests.signing_in import cookies_of
from tests.web.page_lint import problems_in, problems_of_part

REFUSED = {403, 409, 422}
WITHOUT_PAGE = {204, 301, 302, 303, 304, 307, 308}
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


class PageError(AssertionError):
    """A page or a request is not as every page and every request must be."""


class Watch:
    """Remembers what a request wrote without committing it, and whether it read on two connections at once."""

    def __init__(self, database: Database) -> None:
        self.database = database
        # SQLAlchemy keeps these listeners for as long as they lead to the database: with us in them, for ever.
        self.unfinished = unfinished = set[int]()
        event.listen(database.writing, "after_flush", lambda session, _: unfinished.add(id(session)))
        self.seconds = seconds = list[int]()
        writers = set[int]()
        for name in ("after_commit", "after_rollback"):
            event.listen(database.writing, name, lambda session: unfinished.discard(id(session)))
        event.listen(database.writing, "after_begin", lambda session, *_: writers.add(id(session)))
        # Not `after_commit`: that is said of a savepoint too.
        event.listen(
            database.writing, "after_transaction_end",
            lambda session, ended: None if ended.parent else writers.discard(id(session)),
        )  # fmt: skip
        # Who writes already waits for nobody; who only reads would wait for a writer that waits for him.
        pool = database.engine.pool
        event.listen(pool, "checkout", lambda *_: seconds.append(1) if pool.checkedout() > 1 and not writers else None)

    def begin(self) -> None:
        """What a test did by itself before this request does not count."""
        self.seconds.clear()

    def check(self) -> None:
        """Nothing written may be left uncommitted, and no connection may be left open."""
        if self.unfinished:
            self.unfinished.clear()
            raise PageError("the request wrote something and did not commit it")
        if self.seconds:
            self.seconds.clear()
            raise PageError("the request read on a second connection while it read on the first")
        held = self.database.engine.pool.checkedout()  # type: ignore[attr-defined]
        if held:
            raise PageError(f"the request left {held} connections open")


class LintingClient(FlaskClient):
    """Fetches pages like a browser, and fails on any page that is not right."""

    watch: Watch

    def open(self, *values: Any, **named: Any) -> TestResponse:
        self.watch.begin()
        response = super().open(*values, **named)
        self.watch.check()
        if response.mimetype == "text/html" and response.status_code not in WITHOUT_PAGE:
            if asks_for_part(named):
                self._complain(response, problems_of_part(response.get_data(as_text=True)))
            else:
                self._complain(response, problems_in(tree_of(response)))
        return response

    def _complain(self, response: TestResponse, problems: list[str]) -> None:
        if response.headers.get("Cache-Control") != "no-store":
            problems.append("the page may be kept by the browser")
        if problems:
            raise PageError(f"{response.request.path} ({response.status_code}): " + "; ".join(problems))

    def see(self, path: str, status: int = 200) -> BeautifulSoup:
        """The page at `path`, read; its status must be `status`."""
        return page_of(self.get(path), status)

    def fill_in(self, path: str, values: dict[str, Any] | None = None, status: int = 303) -> TestResponse:
        """Open the page at `path`, and post its form with `values`, with the token that stands in it."""
        response = self.get(path)
        assert response.status_code == 200, (response.status_code, response.headers.get("Location"))
        form = tree_of(response).find(".//main//form[@method='post']")
        assert form is not None, f"{path} has no form that posts"
        return self.send(form, path, values or {}, status)

    def send(self, form: Tag | HtmlElement, path: str, values: dict[str, Any], status: int = 303) -> TestResponse:
        """Post a form as it stands, with `values` in place of what it holds."""
        response = self.see_refusal(self.post(str(form.get("action") or path), data=held_by(form) | values), status)
        assert response.status_code == status, (response.status_code, words_of(page_of(response, response.status_code)))
        return response

    def see_refusal(self, response: TestResponse, status: int) -> TestResponse:
        """The page that says what is wrong, where `status` expects one: a page opened anew, as in a browser."""
        return self.get(str(response.location)) if response.status_code == 303 and status in REFUSED else response

    def come_in_as(self, username: str) -> None:
        """Be signed in as somebody, as after the sign-in page but without its password, which is slow on purpose."""
        for cookie in cookies_of(self.application, username):
            self.set_cookie(cookie.key, cookie.value)

    def sign_in(self, username: str, next_path: str = "/") -> TestResponse:
        """Sign in as someone of the demo, at the page where people do that."""
        return self.fill_in(f"/aanmelden?next={next_path}", {"username": username, "password": "demo"})


def asks_for_part(named: dict[str, Any]) -> bool:
    """Whether a request is one of htmx, for a part of the page."""
    return "HX-Request" in dict(named.get("headers") or {})


def install_client(app: Flask) -> None:
    """Let `app.test_client()` give a linting client."""
    watch = Watch(app.extensions["database"])
    app.test_client_class = type("WatchedClient", (LintingClient,), {"watch": watch})


def page_of(response: TestResponse, status: int = 200) -> BeautifulSoup:
    """The page of an answer; its status must be `status`."""
    assert response.status_code == status, (response.status_code, response.headers.get("Location"))
    return BeautifulSoup(response.get_data(as_text=True), "lxml")


def tree_of(response: TestResponse) -> HtmlElement:
    """The same, in a tenth of the time: for what every test does on every page."""
    if not hasattr(response, "tree"):
        response.tree = html.document_fromstring(response.get_data(as_text=True))  # type: ignore[attr-defined]
    return response.tree  # type: ignore[attr-defined]


def words_of(page: BeautifulSoup | Tag | None) -> str:
    """The words of (a part of) a page on one line, as people see them: no-break spaces as spaces, no soft hyphens."""
    text = " ".join(page.get_text(" ").replace("\u00ad", "").split()) if page is not None else ""
    return re.sub(r" (?=[.,:?!])", "", text)


def errors_of(page: BeautifulSoup) -> list[str]:
    """The sentences of the error summary, after checking that each stands at its field too."""
    links = page.select(".govuk-error-summary__list a")
    for link in links:
        target = page.find(id=str(link["href"])[1:])
        assert target is not None, f"{link} leads nowhere"
        group = target.find_parent(class_="govuk-form-group--error")
        assert group is not None, f"{link} leads to a field without an error"
        assert words_of(link) in words_of(group)
    return [words_of(item) for item in page.select(".govuk-error-summary__list li")]


def held_by(form: Tag | HtmlElement) -> dict[str, Any]:
    """What a browser would post with this form, when nobody touches it."""
    if isinstance(form, Tag):
        form = html.fragment_fromstring(str(form))
    values: dict[str, Any] = {}
    for field in form.iter("input", "textarea"):
        kind, name = field.get("type"), field.get("name", "")
        if not name or (kind in {"radio", "checkbox"} and "checked" not in field.attrib):
            continue
        value = field.text_content() if field.tag == "textarea" else field.get("value", "on")
        values[name] = [*values[name], value] if isinstance(values.get(name), list) else (
            [values[name], value] if name in values else value)
    return values
