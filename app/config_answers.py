"""Who signs, how an answer on paper comes back, and where people find the service online: what every letter promises.

Outside a demo nothing of it has a default: a letter that names somebody who does not exist, asks for no stamp where
nobody pays, or names a site on which nothing stands, is noticed only by who called or wrote in vain.
"""

import re
from collections.abc import Mapping
from typing import Any

from app.environment import SettingsError

PAID, STAMP = "paid", "stamp"
MOST_LINES, LONGEST_LINE = 4, 40  # what the window of an envelope shows
# Of a demo, and what to do where there is none.
INVENTED = {
    "CONTACT_PERSON": "Sofie Lambrecht", "CONTACT_PHONE": "02 000 00 00",
    "CONTACT_ADDRESS": "Mandaatloket|Brievenplein 1|1000 Brussel",
}  # fmt: skip
ADVICE = {
    "CONTACT_PERSON": "Write the name of who signs the letters, as people may ask for it.",
    "CONTACT_PHONE": "Write the number at which that person is found.",
    "CONTACT_ADDRESS": "Write the address from which letters come, its lines separated by a bar.",
}
SITE = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", re.IGNORECASE)
WORDS = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*(?: [^\W\d_]+(?:['-][^\W\d_]+)*)*")


def read_answers(environment: Mapping[str, str], *, demo: bool) -> dict[str, Any]:
    """The settings by name; raises SettingsError for what is missing outside a demo, and for what is unclear."""
    postage = environment.get("REPLY_POSTAGE", "").strip().lower() or (PAID if demo else "")
    if postage not in {PAID, STAMP}:
        raise SettingsError(
            f"REPLY_POSTAGE: {_found(postage)}. Write paid when you pay for the answers that come in, or stamp when "
            "people stick one on."
        )
    address = _address(environment.get("REPLY_ADDRESS", ""))
    if postage == PAID and not address and not demo:
        raise SettingsError(
            "REPLY_ADDRESS: is missing, but REPLY_POSTAGE is paid. Write the address of your answer number, its lines "
            "separated by a bar."
        )
    site = environment.get("FOUND_AT", "").strip() or ("vlaanderen.be" if demo else "")
    if not SITE.fullmatch(site):
        raise SettingsError(f"FOUND_AT: {_found(site)}. Write the site where people find it, such as vlaanderen.be.")
    words = environment.get("FOUND_AT_WORDS", "").strip() or ("de website van Vlaanderen" if demo else "")
    if not WORDS.fullmatch(words):
        # An e-mail holds nothing of which a mail program makes a link.
        raise SettingsError(
            f"FOUND_AT_WORDS: {_found(words)}. Write the same in words, for e-mails, such as: de website van "
            "Vlaanderen."
        )
    return {"reply_postage": postage, "reply_address": address, "found_at": site, "found_at_words": words}


def read_contact(environment: Mapping[str, str], *, demo: bool) -> dict[str, Any]:
    """Who signs the letters, by name of the setting; raises SettingsError for what is missing outside a demo."""
    found = {name: environment.get(name, "").strip() or (default if demo else "") for name, default in INVENTED.items()}
    for name, value in found.items():
        if not value:
            raise SettingsError(f"{name}: is missing. {ADVICE[name]}")
    lines = tuple(part.strip() for part in found["CONTACT_ADDRESS"].split("|") if part.strip())
    return {
        "contact_person": found["CONTACT_PERSON"], "contact_phone": found["CONTACT_PHONE"], "contact_address": lines,
    }  # fmt: skip


def _address(text: str) -> tuple[str, ...]:
    lines = tuple(part.strip() for part in text.split("|") if part.strip())
    if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
        raise SettingsError(f"REPLY_ADDRESS: is too long. Write {MOST_LINES} lines of {LONGEST_LINE} signs at most.")
    return lines


def _found(text: str) -> str:
    return f"is {text!r}" if text else "is missing"
