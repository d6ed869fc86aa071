"""Enterprise numbers: ten digits, the first 0 or 1, the last two a check on the first eight."""

import re

from app.core.errors import Invalid

DIGITS = 10
CHECK = 97
MIN_DIGITS_TO_LOOK_LIKE_ONE = 5
_SEPARATORS = re.compile(r"[\s.\-–/_]+")
# As it stands on an invoice, among other words; with or without something between its three parts.
_AMONG_WORDS = re.compile(r"(?<!\d)([01]\d{3})([\s.\-–/_]*)(\d{3})[\s.\-–/_]*(\d{3})(?!\d)", re.ASCII)
_COUNTRY = re.compile(r"^(?:btw|tva|vat)?(?:be)?", re.IGNORECASE)


def parse_enterprise_number(text: str, *, field: str = "enterprise_number") -> str:
    """The ten digits in `text`, however people write them: spaces, dots, dashes, "BE" in front.

    Raises Invalid: `enterprise_number_digits` when there are not ten digits that begin with 0 or 1,
    `enterprise_number_check` when the last two do not fit the rest.
    """
    number = _bare(text)
    if not (_is_digits(number) and len(number) == DIGITS and number[0] in "01"):
        raise Invalid("enterprise_number_digits", field=field, n=sum(_is_digits(sign) for sign in number))
    if not _check_fits(number):
        raise Invalid("enterprise_number_check", field=field)
    return number


def is_enterprise_number(number: str) -> bool:
    """Whether `number` is already the ten digits of an enterprise number, check included."""
    return len(number) == DIGITS and _is_digits(number) and number[0] in "01" and _check_fits(number)


def looks_like_number(text: str) -> bool:
    """Whether somebody who typed this meant a number rather than a name."""
    bare = _bare(text)
    # A postcode has four digits and never begins with 0.
    enough = MIN_DIGITS_TO_LOOK_LIKE_ONE - 2 * bare.startswith("0")
    return _is_digits(bare) and len(bare) >= enough


def number_meant(text: str) -> str | None:
    """What of `text` is meant as a number: all of it, or the ten digits that stand in it among words; None for a name.

    Digits among words whose check does not fit are only meant as one when they are written in its three parts.
    """
    if looks_like_number(text):
        return text
    found = _AMONG_WORDS.findall(text)
    if len(found) != 1:
        return None
    first, between, *rest = found[0]
    number = "".join([first, *rest])
    return number if between or _check_fits(number) else None


def dotted(number: str) -> str:
    """The number as it stands on screens and letters: 0199.000.151."""
    return f"{number[:4]}.{number[4:7]}.{number[7:]}"


def check_digits(body: str) -> str:
    """The two check digits that belong to the first eight."""
    return f"{CHECK - int(body) % CHECK:02d}"


def _bare(text: str) -> str:
    return _COUNTRY.sub("", _SEPARATORS.sub("", text), count=1)


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _check_fits(number: str) -> bool:
    return number[8:] == check_digits(number[:8])
