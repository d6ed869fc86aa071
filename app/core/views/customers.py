"""The customers of an organisation: whom it may do something for, read light and shown a page at a time.

An accountant can have thousands. As in the overview, three statements bring light rows, however many there are, because
where a mandate stands is for the one lifecycle to say; only what is on the page is read whole.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.errors import NotAllowed
from app.core.mandates.lookup import get_mandates
from app.core.people.rights import executed_by, list_rights_in
from app.core.permits.sight import Sight, find_sight
from app.core.views.overview_rows import ListedMandate, list_rows
from app.core.views.overview_wish import Wish, narrow
from app.models.lifecycle import Side
from app.models.line import Line
from app.models.mandate import Mandate
from app.models.party import Party

PAGE_SIZE = 25


@dataclass(frozen=True)
class Customer:
    """A mandate of a customer, with in short words the parts of it that are meant."""

    mandate: Mandate
    parts: Sequence[str]


@dataclass(frozen=True)
class CustomerPage:
    """One page of customers, out of `pages`. `total` fit what was sought, `everybody` is all there are."""

    customers: Sequence[Customer]
    number: int
    pages: int
    total: int
    everybody: int


def list_customer_rows(session: Session, actor: Actor, *, now: datetime) -> list[ListedMandate]:
    """Every mandate that the actor's party holds and that is not over, by the name of the giver, each as a light row.

    NotAllowed for who does not decide there who may what.
    """
    day = brussels_day(now)
    sight = find_sight(session, actor, day)
    if not sight.appoints:
        raise NotAllowed("may_not_decide", party=sight.party.name)
    # Who only appoints reads no mandates, but has to say for which of them somebody works.
    return _rows(session, replace(sight, only=None), day)


def list_customers(session: Session, actor: Actor, *, now: datetime, text: str = "", number: int = 1) -> CustomerPage:
    """Page `number` of them; of those whose name or number `text` is in. Raises as `list_customer_rows`."""
    rows = list_customer_rows(session, actor, now=now)
    return page_of_customers(session, rows, brussels_day(now), text=text, number=number)


def page_of_customers(
    session: Session, rows: Sequence[ListedMandate], day: date, *, text: str = "", number: int = 1
) -> CustomerPage:
    """The same, for who has the rows already; each with all that is not over of it."""
    return _page(session, rows, day, lambda _mandate, _line: True, text=text, number=number)


def list_unattended(session: Session, party: Party, day: date, *, text: str = "", number: int = 1) -> CustomerPage:
    """Page `number` of the mandates of customers with a part for which nobody is appointed, with those parts.

    Only a legal representative can use these. For whoever checked who may know.
    """
    is_executed = executed_by(list_rights_in(session, party.id, day))
    alone = [
        row for row in _rows(session, Sight(party, decides=True, appoints=True), day)
        if any(not one.is_over(day) and not is_executed(row.id, one.part) for one in row.lines)
    ]  # fmt: skip

    def waits(mandate: Mandate, line: Line) -> bool:
        return not is_executed(mandate.id, line.mandate_type.part)

    return _page(session, alone, day, waits, text=text, number=number)


def _rows(session: Session, sight: Sight, day: date) -> list[ListedMandate]:
    held = [row for row in list_rows(session, sight) if row.side is Side.HOLDER and row.accepted_on is not None]
    left = [row for row in held if not row.status_on(day).is_final]
    return sorted(left, key=lambda row: (row.partner.words, row.dossier_number))


def _page(
    session: Session, rows: Sequence[ListedMandate], day: date, is_meant: Callable[[Mandate, Line], bool], *,
    text: str, number: int,
) -> CustomerPage:  # fmt: skip
    fitting = narrow(rows, Wish(text=text), day)
    pages = max(1, -(-len(fitting) // PAGE_SIZE))
    number = min(max(1, number), pages)
    shown = [row.id for row in fitting[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]]
    found = {one.id: one for one in get_mandates(session, shown)}
    customers = [Customer(found[key], _parts(found[key], day, is_meant)) for key in shown]
    return CustomerPage(customers, number, pages, len(fitting), len(rows))


def _parts(mandate: Mandate, day: date, is_meant: Callable[[Mandate, Line], bool]) -> list[str]:
    lines = [line for line in mandate.kept_lines if not line.is_over(day) and is_meant(mandate, line)]
    return list(dict.fromkeys(line.mandate_type.short for line in lines))
