"""What follows from an act, in sentences with dates: on the page, and as the clerk reads them aloud."""

from collections.abc import Callable
from datetime import timedelta

from app.core.acts.carrying_out import ANSWERS_EXTENSION, SIGNATURES
from app.core.calendar import CALL_WORKING_DAYS, DECIDE_DAYS, add_working_days, promised_by
from app.core.mandates.catalogue import short_phrase
from app.core.mandates.possible_acts import Act, Status
from app.core.mandates.status_texts import lines_left
from app.core.policy import Policy
from app.core.views.mandate import MandateView
from app.translations.formats import day_text, weekday_text
from app.web.consent_words import AGREED, WRITTEN_DOWN
from app.web.pages.extension_words import extension_script, extension_sentences
from app.web.pages.others_words import others_text
from app.web.pages.promised_words import one_letter_text, two_letters_text
from app.web.pages.signing_words import began_text, signing_script, signing_sentences

ONE_LETTER = (Act.WITHDRAW, Act.REFUSE_EXTENSION, Act.WITHDRAW_EXTENSION)
FILED_STAYS = "Wat al ingediend is, blijft ingediend."


def consequences(view: MandateView, act: Act, policy: Policy) -> list[str]:
    """The sentences of the confirm page."""
    return SENTENCES[act](view, _letters(view, act, policy))


def script(view: MandateView, act: Act) -> list[str]:
    """What the clerk reads aloud before the customer agrees."""
    giver, holder = view.mandate.giver.name, view.mandate.holder.name
    asked = view.mandate.was_asked and view.mandate.accepted_on is None
    began = f"{holder} vroeg een mandaat aan {giver}." if asked else f"{giver} gaf een mandaat aan {holder}."
    if act in SIGNATURES:
        began = began_text(view)
    opening = f"{began} Een mandaat is een volmacht."
    return [f"{opening} {SCRIPTS[act](view)}", f"{WRITTEN_DOWN} {AGREED}"]


def _letters(view: MandateView, act: Act, policy: Policy) -> str:
    by = weekday_text(promised_by(view.today, policy.promise_working_days))
    return one_letter_text(view, by) if act in ONE_LETTER else two_letters_text(view, by)


def _withdraw(view: MandateView, letters: str) -> list[str]:
    return [
        f"{view.other} heeft nog niet geantwoord.",
        f"Na het intrekken kan {view.other} niet meer aanvaarden.",
        letters,
    ]


def _stop(view: MandateView, letters: str) -> list[str]:
    holder = view.mandate.holder.name
    left = lines_left(view.mandate, view.today)
    what = short_phrase([line.mandate_type for line in left])
    others = others_text(view, [line.type_key for line in left], view.today)
    starts = view.mandate.status_on(view.today) in {Status.SCHEDULED, Status.TO_CONFIRM}
    first = (
        f"Het mandaat start dan niet. {holder} mag dit niet doen: {what}." if starts
        else f"{holder} mag vanaf {day_text(view.today)} dit niet meer doen: {what}."
    )
    return [first, *falls_too(view), FILED_STAYS, others, letters]


def falls_too(view: MandateView) -> list[str]:
    """That what the holder passed on stops with his own."""
    who = "U gaf" if view.side == "holder" else f"{view.mandate.holder.name} gaf"
    return [f"{who} een deel door aan {one.other}. Dat stopt dan ook." for one in view.passed if one.is_open]


def _renounce(view: MandateView, letters: str) -> list[str]:
    return [
        f"{view.own} mag dan niets meer doen voor {view.other}.",
        *falls_too(view),
        FILED_STAYS,
        "Verwittig uw klant ook zelf, zeker als er nog een aanvraag loopt.",
        letters,
    ]


def _contest(view: MandateView, letters: str) -> list[str]:
    call_by = weekday_text(add_working_days(view.today, CALL_WORKING_DAYS))
    decide_by = weekday_text(view.today + timedelta(days=DECIDE_DAYS))
    who = "U beslist" if view.side == "giver" else f"{view.other} beslist"
    return [
        "Niemand kan het mandaat dan nog gebruiken.",
        f"Wij bellen of schrijven u ten laatste op {call_by}.",
        f"{who} ten laatste op {decide_by}: opnieuw aanzetten of stopzetten. Horen wij niets? Dan stopt het mandaat.",
        letters,
    ]


def _confirm(view: MandateView, _letters: str) -> list[str]:
    return [
        "Wij vonden geen adres van u in de KBO. Daarom vragen wij nog eens of alles klopt.",
        f"Het mandaat geldt {view.period}.",
        "U kunt het mandaat elke dag stopzetten." if view.side == "giver" else "U kunt elke dag afstand doen.",
    ]


def _resume(view: MandateView, letters: str) -> list[str]:
    return [
        "Het mandaat loopt dan verder zoals het was.",
        f"Het mandaat geldt {view.period}.",
        "U blijft zelf verantwoordelijk. U kunt het mandaat elke dag stopzetten.",
        letters if view.mandate.agreed_on is not None else f"{view.other} kan dan weer antwoorden.",
    ]


SENTENCES: dict[Act, Callable[[MandateView, str], list[str]]] = {
    Act.WITHDRAW: _withdraw,
    Act.STOP: _stop,
    Act.RENOUNCE: _renounce,
    Act.CONTEST: _contest,
    Act.CONFIRM: _confirm,
    Act.RESUME: _resume,
    Act.STOP_CONTESTED: _stop,
} | {act: extension_sentences(act) for act in ANSWERS_EXTENSION} | {act: signing_sentences(act) for act in SIGNATURES}
SCRIPTS: dict[Act, Callable[[MandateView], str]] = {
    Act.WITHDRAW: lambda view: f"U trekt het nu in. {view.other} kan dan niet meer aanvaarden en krijgt een brief.",
    Act.STOP: lambda view: (
        f"U zet het nu stop. {view.other} mag dan niets meer doen in uw naam. {FILED_STAYS} U krijgt allebei een brief."
    ),
    Act.RENOUNCE: lambda view: (
        f"U doet er nu afstand van. U mag dan niets meer doen voor {view.other}. {FILED_STAYS} "
        "U krijgt allebei een brief."
    ),
    Act.CONTEST: lambda view: (
        "U zegt dat het niet klopt. Het mandaat staat dan meteen stil. U hoeft niets te bewijzen. "
        "U krijgt allebei een brief."
    ),
    Act.CONFIRM: lambda view: (
        f"U bevestigt dat dit klopt. Het mandaat geldt {view.period}. U bent niet verplicht om dit te doen."
    ),
    Act.RESUME: lambda view: (
        f"Het staat nu stil. U zet het opnieuw aan. {view.other} mag dan weer doen wat erin staat. "
        "U bent niet verplicht om dit te doen."
    ),
    Act.STOP_CONTESTED: lambda view: (
        f"Het staat nu stil. U zet het definitief stop. {view.other} mag dan niets meer doen in uw naam. "
        "U krijgt allebei een brief."
    ),
} | {act: extension_script(act) for act in ANSWERS_EXTENSION} | {act: signing_script(act) for act in SIGNATURES}
