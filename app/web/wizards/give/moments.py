"""The timeline of the done page: what was done, and what happens next, with dates."""

from app.core.addresses import one_line
from app.core.calendar import next_working_day
from app.core.mandates import Letter, Mandate
from app.core.postal import address_of
from app.translations.formats import weekday_text
from app.web.databases import settings
from app.web.wizards.give.scene import GiveScene


def moments(scene: GiveScene, mandate: Mandate, letter: Letter) -> list[dict[str, str]]:
    """From today until the last day to answer."""
    holder = mandate.holder.name
    posted = next_working_day(mandate.started_on)
    ask = f"Kwam uw brief niet? Bel gratis {settings().help_line} en geef uw dossiernummer."
    return [
        {
            "icon": "check",
            "when": _capital(weekday_text(mandate.started_on)),
            "what": f"U gaf {holder} een mandaat.",
        },
        {
            "icon": "print",
            "when": _capital(weekday_text(posted)),
            "what": "Wij drukken 2 brieven en doen ze op de post.",
            "how": f"1 brief is voor u. {holder} krijgt ook een brief, met een code om te antwoorden.",
            "state": "now",
        },
        {
            "icon": "letter",
            "when": f"Ten laatste op {weekday_text(letter.promised_by)}",
            "what": _arrives(scene, mandate),
            "how": ask,
            "state": "next",
        },
        {
            "icon": "person",
            "when": f"Ten laatste op {weekday_text(mandate.answer_by)}",
            "what": f"{holder} zegt ja of nee.",
            "how": "Komt er geen antwoord? Dan vervalt het mandaat en krijgt u een brief.",
            "state": "next",
        },
    ]


def _arrives(scene: GiveScene, mandate: Mandate) -> str:
    address = address_of(scene.session, mandate.giver, scene.actor.visit_id)
    return f"Uw brief komt op {one_line(address)}." if address else "Uw brief ligt klaar aan het loket."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
