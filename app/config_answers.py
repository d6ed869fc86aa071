"""Who signs, how an answer on paper comes back, and where people find the service online: what every letter promises.

Outside a demo nothing of it has a default: a letter that names somebody who does not exist, asks for no stamp where
nobody pays, or names a site on which nothing stands, is noticed only by who called or wrote in vain.
"""

import re
from collections.abc import Mapping
from typing import Any

from app.environment import SettingsError

PAID, STAMP = "paid", "stamp"
MOST_LINES, LONGEST_LINE = 4, 32  # what the window of an envelope shows, also in capitals
# Of a demo, and what to do where there is none.
INVENTED = {
    "CONTACT_PERSON": "Sofie Lambrecht", "CONTACT_PHONE": "02 000 00 00",
    "CONTACT_ADDRESS": "Mandaatloket|Brievenplein 1|1000 Brussel",
    "REPLY_POSTAGE": PAID, "REPLY_ADDRESS": "",
    "FOUND_AT": "vlaanderen.be", "FOUND_AT_WORDS": "de website van Vlaanderen",
}  # fmt: skip
ADVICE = {
    "CONTACT_PERSON": "Write the name of who signs the letters, as people may ask for it.",
    "CONTACT_PHONE": "Write the number at which that person is found.",
    "CONTACT_ADDRESS": "Write the address from which letters come, its lines separated by a bar.",
    "REPLY_POSTAGE": "Write paid when you pay for the answers that come in, or stamp when people stick one on.",
    "REPLY_ADDRESS": "Write the address of your answer number, its lines separated by a bar.",
    "FOUND_AT": "Write the site where people find it, such as vlaanderen.be.",
    # An e-mail holds nothing of which a mail program makes a link.
    "FOUND_AT_WORDS": "Write the same in words, for e-mails, such as: de website van Vlaanderen.",
}
POSTAGE = re.compile(f"{PAID}|{STAMP}")
SITE = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", re.IGNORECASE)
WORDS = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*(?: [^\W\d_]+(?:['-][^\W\d_]+)*)*")


def read_answers(environment: Mapping[str, str], *, demo: bool) -> dict[str, Any]:
    """The settings by name; raises SettingsError for what is missing outside a demo, and for what is unclear."""
    given = {name: environment.get(name, "").strip() for name in ADVICE}
    if demo:
        given = {name: value or INVENTED[name] for name, value in given.items()}
    _refuse_missing(given, demo=demo)
    return {
        "contact_person": given["CONTACT_PERSON"], "contact_phone": given["CONTACT_PHONE"],
        "contact_address": _address("CONTACT_ADDRESS", given),
        "reply_postage": _clear("REPLY_POSTAGE", given["REPLY_POSTAGE"].lower(), POSTAGE),
        "reply_address": _address("REPLY_ADDRESS", given),
        "found_at": _clear("FOUND_AT", given["FOUND_AT"], SITE),
        "found_at_words": _clear("FOUND_AT_WORDS", given["FOUND_AT_WORDS"], WORDS),
    }  # fmt: skip


def _refuse_missing(given: Mapping[str, str], *, demo: bool) -> None:
    # All at once: who sets up a service, or brings it to a new version, does not start it seven times.
    pays = given["REPLY_POSTAGE"].lower() == PAID and not demo
    missing = [name for name, value in given.items() if not value and (name != "REPLY_ADDRESS" or pays)]
    if missing:
        raise SettingsError(" ".join(f"{name}: is missing. {ADVICE[name]}" for name in missing))


def _clear(name: str, value: str, pattern: re.Pattern[str]) -> str:
    if not pattern.fullmatch(value):
        raise SettingsError(f"{name}: is {value!r}. {ADVICE[name]}")
    return value


def _address(name: str, given: Mapping[str, str]) -> tuple[str, ...]:
    lines = tuple(part.strip() for part in given[name].split("|") if part.strip())
    if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
        raise SettingsError(f"{name}: is too long. Write {MOST_LINES} lines of {LONGEST_LINE} signs at most.")
    return lines
