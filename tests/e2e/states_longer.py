"""A list that became longer: what both sides see on the page of their mandate, and what the giver can do about it."""

from collections.abc import Callable

from sqlalchemy import select

from app.clock import brussels_day
from app.core.acts.growing import tell_growth
from app.core.mandates.catalogue import list_groups
from app.core.mandates.growth import list_to_look_at
from app.models.mandate import Mandate
from app.models.mandate_group import MandateGroupVersion
from tests.e2e.states import Look
from tests.e2e.town import Town
from tests.e2e.visitor import Visitor

LISTED, DOSSIER = "boekhouder", "260914000151"
ASKED = "Wilt u uw mandaat laten zoals het is?"


def grow(town: Town, *keys: str) -> None:
    """Let the list of the accountants have these types too, from today, and let everybody be told."""
    extensions = town.app.extensions
    now = extensions["clock"]()
    day = brussels_day(now)
    with extensions["database"].writing.begin() as session:
        old = next(one for one in list_groups(session, day) if one.group_key == LISTED)
        facts = {"hint": old.hint, "sentences": old.sentences, "warning": old.warning, "from_day": day}
        keys = (*old.type_keys, *keys)
        session.add(MandateGroupVersion(group_key=LISTED, number=old.number + 1, type_keys=list(keys), **facts))
        session.flush()
        for mandate_id in list_to_look_at(session, day):
            tell_growth(session, mandate_id, policy=extensions["policy"], now=now)


def longer_list(town: Town, look: Look) -> None:
    """The holder can ask for it; the giver begins to give it, comes back, and leaves it as it is."""
    grow(town, "recog.view")
    peeters = town.come().sign_in("peeters", "/mandaten")
    look(peeters.go(_mandate_of(town)).sees("Boekhoudkantoor Peeters"), "mandate-longer-list-as-holder")
    maria = town.come().sign_in("maria", _mandate_of(town)).sees("Boekhoudkantoor Peeters")
    look(maria, "mandate-longer-list-as-giver")
    maria.press("Geef het nieuwe ook").sees("Vanaf wanneer")
    look(maria, "give-longer-list")
    look(extend(maria.go(_mandate_of(town))), "extend-done-longer-list-as-giver")
    maria.press("Bekijk dit mandaat").press("Verlenging intrekken").press("Verlenging intrekken en brief versturen")
    look(extend(peeters.go(_mandate_of(town))), "extend-done-longer-list")
    look(peeters.go(_mandate_of(town)).press("Nee, laat het zo").sees(ASKED), "keep-list-as-holder")
    maria.go(_mandate_of(town)).press("Nee, laat het zo").sees(ASKED)
    look(maria, "keep-list")
    maria.press("Ja, laat het zo").sees("Boekhoudkantoor Peeters")
    look(maria, "mandate-list-kept")


def extend(visitor: Visitor) -> Visitor:
    """From the mandate to the page that says that a later end was asked."""
    visitor.press("Dit mandaat verlengen").choose("1 jaar langer").press("Verder")
    return visitor.press("Mandaat verlengen en brieven versturen").sees("U hebt gevraagd om te verlengen")


def _mandate_of(town: Town) -> str:
    with town.app.extensions["database"].reading() as session:
        found = session.scalars(select(Mandate.id).where(Mandate.dossier_number == DOSSIER)).one()
    return f"/mandaten/{found}"


LONGER: tuple[Callable[[Town, Look], None], ...] = (longer_list,)
