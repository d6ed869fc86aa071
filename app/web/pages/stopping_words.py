"""What stopping some parts, or later, means: sentences for the check page, and for the clerk to read aloud."""

from collections.abc import Sequence
from datetime import date

from app.core.calendar import promised_by
from app.core.mandates.catalogue import short_phrase
from app.core.mandates.possible_acts import Act
from app.core.policy import Policy
from app.core.views.mandate import MandateView
from app.translations.formats import day_text, weekday_text
from app.web.consent_words import AGREED, WRITTEN_DOWN
from app.web.pages.mandate_consequences import FILED_STAYS, falls_too
from app.web.pages.others_words import others_text
from app.web.pages.promised_words import two_letters_text

Plan = tuple[Sequence[object], Sequence[object]]


def stop_sentences(view: MandateView, act: Act, plan: Plan, stop_day: date | None, policy: Policy) -> list[str]:
    """The sentences of the check page: what stops, from when, and what still runs."""
    stops, still = plan
    holder = view.mandate.holder.name
    by = weekday_text(promised_by(view.today, policy.promise_working_days))
    alone = (
        others_text(view, [line.type_key for line in stops], stop_day or view.today)  # type: ignore[attr-defined]
        if act is Act.STOP
        else "Verwittig uw klant ook zelf, zeker als er nog een aanvraag loopt."
    )
    return [
        f"{holder} mag vanaf {day_text(stop_day or view.today)} dit niet meer doen: {_short(stops)}.",
        f"Dit loopt nog wel: {_short(still)}." if still else "Daarna loopt er niets meer van dit mandaat.",
        *(falls_too(view) if any(line.mandate_type.passing_on for line in stops) else []),  # type: ignore[attr-defined]
        FILED_STAYS,
        alone,
        two_letters_text(view, by),
    ]


def stop_script(view: MandateView, act: Act, plan: Plan, stop_day: date | None) -> list[str]:
    """What the clerk reads aloud before the customer agrees; it names the parts."""
    stops, still = plan
    giver, holder = view.mandate.giver.name, view.mandate.holder.name
    does = "U zet nu dit stop" if act is Act.STOP else "U doet nu hiervan afstand"
    rest = f"Dit loopt nog wel: {_short(still)}." if still else "Daarna loopt er niets meer."
    return [
        f"{giver} gaf een mandaat aan {holder}. Een mandaat is een volmacht. {does}: {_short(stops)}. "
        f"Vanaf {day_text(stop_day or view.today)} mag {holder} dat niet meer doen. {rest} {FILED_STAYS} "
        "U krijgt allebei een brief.",
        f"{WRITTEN_DOWN} {AGREED}",
    ]


def _short(lines: Sequence[object]) -> str:
    return short_phrase([line.mandate_type for line in lines])  # type: ignore[attr-defined]
