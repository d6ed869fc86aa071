"""A browser that goes to a certified provider and comes back, without the cost of a real one."""

from urllib.parse import urljoin, urlsplit

import requests
from flask import Flask

from tests.web.client import LintingClient

WAYS = {"karim": "/aanmelden/bij/staff", "els": "/aanmelden/bij/citizen"}


class Browser:
    """One browser: our pages, and those of the provider, at which it stays signed in."""

    def __init__(self, app: Flask) -> None:
        self.ours: LintingClient = app.test_client()  # type: ignore[assignment]
        self.theirs = requests.Session()

    def leave(self, path: str) -> str:
        """The address of the provider to which a page of ours sends the browser."""
        answer = self.ours.get(path)
        assert answer.status_code == 303, answer.status_code
        return str(answer.location)

    def answer(self, address: str, name: str) -> tuple[str, bool]:
        """Where the provider sends the browser, back to us, and whether it asked first who is there."""
        answer, asked = self.theirs.get(address, allow_redirects=False, timeout=30), False
        while "/aanmelden/terug/" not in answer.headers.get("Location", ""):
            if answer.is_redirect:
                onward = urljoin(answer.url, answer.headers["Location"])
                answer = self.theirs.get(onward, allow_redirects=False, timeout=30)
            else:
                answer.raise_for_status()
                asked = True
                answer = self.theirs.post(answer.url, data={"login": name}, allow_redirects=False, timeout=30)
        back = urlsplit(answer.headers["Location"])
        return f"{back.path}?{back.query}", asked

    def sign_in(self, name: str) -> None:
        """Come in for the first time."""
        back, asked = self.answer(self.leave(WAYS[name]), name)
        assert asked
        assert self.ours.get(back).status_code == 303
