"""What an address says of a long list: which page of it, and what is sought in it."""

from flask import request

from app.web.fields.text import LONGEST

SEARCH = "zoek"
LONGEST_NUMBER = 6


def read_number(name: str) -> int:
    """The number of a page in this request; 1 for what is no number."""
    return number_of(request.args.get(name, ""))


def number_of(text: str) -> int:
    """The same, of what was typed or posted."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 1


def read_search() -> str:
    """The words that are sought, each parted by one space; empty when nothing is."""
    return search_of(request.args.get(SEARCH, ""))


def search_of(text: str) -> str:
    """The same, of what was typed or posted."""
    return " ".join(text[:LONGEST].split())
