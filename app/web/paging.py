"""What an address says of a long list: which page of it, and what is sought in it.

The browser of a counter keeps addresses in its history, for the next customer to see. There the address holds a mark,
and the session the words, until the clerk is done with this customer.
"""

import secrets

from flask import request

from app.web.fields.text import LONGEST
from app.web.sessions import browser_session
from app.web.users import current_user

SEARCH = "zoek"
SOUGHT = "sought"  # in the session of a clerk: words by their mark
MARK_BYTES = 6
MOST_SOUGHT = 20
LONGEST_NUMBER = 6


def read_number(name: str) -> int:
    """The number of a page in this request; 1 for what is no number."""
    return number_of(request.args.get(name, ""))


def number_of(text: str) -> int:
    """The same, of what was typed or posted."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 1


def read_search() -> str:
    """The words that are sought, each parted by one space; empty when nothing is."""
    return words_at(request.args.get(SEARCH, ""))


def words_at(given: str) -> str:
    """The words that stand so in an address."""
    return _sought().get(given, "") if given and current_user.is_clerk else search_of(given)


def search_in_address(text: str) -> str:
    """How these words stand in an address: as they are, at a counter as a mark."""
    if not text or not current_user.is_clerk:
        return text
    known = _sought()
    mark = next((mark for mark, words in known.items() if words == text), None)
    if mark is None:
        mark = secrets.token_urlsafe(MARK_BYTES)
        browser_session()[SOUGHT] = {**dict([*known.items()][1 - MOST_SOUGHT :]), mark: text}
    return mark


def posted_search() -> str:
    """The words that a clerk typed, as they stand in the address of the page that shows what was found."""
    return search_in_address(search_of(request.form.get(SEARCH, "")))


def search_of(text: str) -> str:
    """The same, of what was typed or posted."""
    return " ".join(text[:LONGEST].split())


def _sought() -> dict[str, str]:
    kept: dict[str, str] = browser_session().get(SOUGHT, {})
    return kept
