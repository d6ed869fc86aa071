"""The timeline of the done page: what was done, and what happens next, with dates."""

from app.core.calendar import next_working_day
from app.core.mandates.lookup import Letter, Mandate
from app.core.register.addresses import one_line
from app.core.register.postal import address_of
from app.translations.formats import weekday_text
from app.web.databases import settings
from app.web.wizards.give.scene import GiveScene

Moment = dict[str, str]


def moments(scene: GiveScene, mandate: Mandate, own: Letter, other: Letter) -> list[Moment]:
    """From today until the last day to answer; `own` is the giver's letter, `other` the holder's."""
    holder = mandate.holder.name
    given = {"icon": "check", "when": _on(weekday_text(mandate.started_on)), "what": f"U gaf {holder} een mandaat."}
    answered = {
        "icon": "person",
        "when": f"Ten laatste op {weekday_text(mandate.answer_by)}",
        "what": f"{holder} zegt ja of nee.",
        "how": "Komt er geen antwoord? Dan vervalt het mandaat en krijgt u een brief.",
        "state": "next",
    }
    confirmed = [_confirmed()] if mandate.giver_must_confirm else []
    return [given, _posted(mandate, own, other), _arrives(scene, mandate, own), *confirmed, answered]


def _posted(mandate: Mandate, own: Letter, other: Letter) -> Moment:
    holder = mandate.holder.name
    by_post = [letter for letter in (own, other) if not letter.handed_over]
    letters = "1 brief en doen die" if len(by_post) == 1 else "2 brieven en doen ze"
    how = f"{holder} krijgt een code om te antwoorden."
    if other.handed_over:
        how = f"Wij vinden geen adres van {holder} in de KBO. {holder} kan de brief aan een loket halen."
    return {
        "icon": "print",
        "when": _on(weekday_text(next_working_day(mandate.started_on))),
        "what": f"Wij drukken {letters} op de post." if by_post else "Wij drukken 2 brieven voor aan het loket.",
        "how": how,
        "state": "now",
    }


def _arrives(scene: GiveScene, mandate: Mandate, own: Letter) -> Moment:
    address = address_of(scene.session, mandate.giver, scene.actor.visit_id)
    if address is None or own.handed_over:
        waits = "Uw brief ligt klaar aan het loket."
        return {"icon": "letter", "when": "Na het drukken", "what": waits, "state": "next"}
    return {
        "icon": "letter",
        "when": f"Ten laatste op {weekday_text(own.promised_by)}",
        "what": f"Uw brief komt op {one_line(address)}.",
        "how": f"Kwam uw brief niet? Bel gratis {settings().help_line} en geef uw dossiernummer.",
        "state": "next",
    }


def _confirmed() -> Moment:
    return {
        "icon": "person",
        "when": "Een andere dag",
        "what": "U bevestigt het mandaat nog eens.",
        "how": "Meld u aan of kom nog eens langs. Voor die dag kan het mandaat niet starten.",
        "state": "next",
    }


def _on(text: str) -> str:
    return text[:1].upper() + text[1:]
