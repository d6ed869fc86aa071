"""What passkeys need of the web: where we are to browsers, and the challenges that wait for an answer."""

from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import request

from app.core.errors import Invalid
from app.core.people.passkeys import Question, Site, ask_passkey
from app.web.databases import moment, settings
from app.web.sessions import browser_session

CHALLENGES = "passkey_challenges"  # the oldest first, each with the moment at which it was asked
MOST_CHALLENGES = 5  # tabs
LONGEST = 5 * 60  # seconds


class Purpose(StrEnum):
    """What a challenge was asked for: an answer to one is none to the other."""

    PROVE = "prove"  # who somebody is
    ADD = "add"  # a passkey


def site() -> Site | None:
    """Where browsers find us, as the settings say; None where no passkey can be made.

    Without PUBLIC_URL nobody says under which name we are known, and the name that a request gives is not to be
    believed; only a demo on this machine has it from there. A bare address is no name to bind a passkey to.
    """
    origin = settings().sign_in.public_url
    if not origin and settings().demo and urlsplit(request.host_url).hostname == "localhost":
        origin = request.host_url.rstrip("/")
    host = urlsplit(origin).hostname
    return Site(host, origin) if host and not _is_address(host) else None


def needed_site() -> Site:
    """The same, where passkeys were offered; Invalid where they cannot be."""
    found = site()
    if found is None:
        raise Invalid("passkey_refused", field="passkey")
    return found


def passkey_question() -> Question | None:
    """What a page asks a browser for signing in with a passkey; None where that cannot be."""
    found = site()
    return keep(ask_passkey(found), Purpose.PROVE) if found else None


def keep(question: Question, purpose: Purpose) -> Question:
    """Remember the challenge of a question and what it is for, for its answer."""
    asked = {"challenge": question.challenge, "at": int(moment().timestamp()), "purpose": purpose.value}
    browser_session()[CHALLENGES] = [*_kept()[-(MOST_CHALLENGES - 1) :], asked]
    return question


def recall(challenge: str, purpose: Purpose) -> str:
    """One of our challenges for this purpose, named by the form that answers it; it is used up.

    Invalid for any other, for one that was asked for something else, and for an old one.

    The name only chooses: whether the answer was made for that challenge is checked in the core.
    """
    kept = _kept()
    found = next((one for one in kept if one["challenge"] == challenge), None)
    if found is None:
        raise Invalid("passkey_refused", field="passkey")
    browser_session()[CHALLENGES] = [one for one in kept if one is not found]
    if found.get("purpose") != purpose or moment().timestamp() - int(found["at"]) > LONGEST:
        raise Invalid("passkey_refused", field="passkey")
    return challenge


def _kept() -> list[dict[str, str | int]]:
    return list(browser_session().get(CHALLENGES) or [])


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
