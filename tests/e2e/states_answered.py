"""An answer that comes second: somebody of the same side answered, or signed first, through another door."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from app.core.actor import Actor
from app.core.acts.answering import accept_mandate
from app.core.acts.requesting import request_mandate
from app.core.mandates.lookup import list_waiting_for
from app.core.mandates.signatures import Second
from app.core.mandates.wishes import MandateWish
from app.core.people.parties import ensure_enterprise_party
from app.db import Session
from app.models.function import Function
from app.models.lifecycle import Side
from app.models.person import Person
from tests.e2e.states import Look, _next
from tests.e2e.town import Town

CLAES, PEETERS, BEEKHOEK = "0199000547", "0199000250", "0199000448"


def meanwhile(town: Town, deed: Callable[[Session, dict[str, Any]], object]) -> None:
    """What somebody does through another door."""
    extensions = town.app.extensions
    with extensions["database"].writing.begin() as session:
        deed(session, {"policy": extensions["policy"], "now": extensions["clock"]()})


def of(session: Session, first_name: str, number: str) -> Actor:
    """Somebody of the demo at home, for an enterprise."""
    person_id = session.scalars(select(Person.id).where(Person.first_name == first_name)).one()
    return Actor.at_home(person_id, ensure_enterprise_party(session, number).id, "another door")


def answered_before(town: Town, look: Look) -> None:
    """Claes refuses what was accepted meanwhile; Johan answers what Godelieve signed first."""
    claes = town.come().sign_in("claes", "/aanvaarden").press("Antwoorden")
    _next(_next(claes.choose("Nee, ik weiger"))).sees("Kijk na en weiger")
    meanwhile(town, _accept)
    look(claes.press("Mandaat weigeren").sees("Iemand antwoordde al vóór u"), "accept-answered-before")
    meanwhile(town, _ask_the_two)
    johan = town.come().sign_in("johan", "/aanvaarden").press("Antwoorden")
    meanwhile(town, _sign_first)
    _next(johan.choose("Nee, ik weiger")).sees("Iemand tekende al vóór u")
    look(johan, "accept-signed-before")


def _accept(session: Session, frame: dict[str, Any]) -> None:
    hilde = of(session, "Hilde", CLAES)
    waiting = list_waiting_for(session, hilde.party_id, frame["now"].date())
    accept_mandate(session, hilde, waiting[0].id, **frame)


def _ask_the_two(session: Session, frame: dict[str, Any]) -> None:
    jan = of(session, "Jan", PEETERS)
    wish = MandateWish(jan.party_id, BEEKHOEK, ("permit.view",), Side.HOLDER, months=12, reason="Voor uw vergunningen.")
    request_mandate(session, jan, wish, **frame)


def _sign_first(session: Session, frame: dict[str, Any]) -> None:
    godelieve = of(session, "Godelieve", BEEKHOEK)
    asked = list_waiting_for(session, godelieve.party_id, frame["now"].date())
    johan = session.scalars(select(Function.id).where(Function.first_name == "Johan")).one()
    accept_mandate(session, godelieve, asked[0].id, second=Second(johan), **frame)


ANSWERED: tuple[Callable[[Town, Look], None], ...] = (answered_before,)
