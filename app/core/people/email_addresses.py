"""E-mail addresses as people type them: only what every mail server takes, and nothing that could end a header."""

import re

from app.core.errors import Invalid

LONGEST = 254
LONGEST_NAME = 64
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"({_ATOM}(?:\.{_ATOM})*)@((?:{_LABEL}\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9])")
SHOWN_SIGNS = 1
COVER = "•••"


def parse_email(text: str, *, field: str = "email") -> str:
    """The address in what somebody typed, its domain in small letters; Invalid when no mail could arrive there.

    Quoted names, addresses in brackets and signs beyond ASCII are refused: not every mail server takes them.
    """
    typed = text.strip()
    if typed and not typed.isascii():
        raise Invalid("email_not_plain", field=field)
    found = _ADDRESS.fullmatch(typed)
    if found is None or len(typed) > LONGEST or len(found[1]) > LONGEST_NAME:
        raise Invalid("email_wrong", field=field)
    return f"{found[1]}@{found[2].lower()}"


def covered(address: str) -> str:
    """The address as staff see it: "m•••@voorbeeld.be"."""
    name, _, domain = address.partition("@")
    return f"{name[:SHOWN_SIGNS]}{COVER}@{domain}"
