"""Somebody vouches for a customer who has no document: who that is, and of whom he may not be.

A voucher is no family, not the holder and nobody of the holder's enterprise. Staff asks and he says so; whoever is
named like one of them is refused, at once where we know it and else when the holder is known: before anything is sent.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.counter.documents import check_document
from app.core.errors import Invalid, NotAllowed
from app.core.people.names import cleaned
from app.core.people.parties import get_party
from app.core.people.persons import get_person
from app.core.people.rights import list_colleagues
from app.core.register.functions import list_functions
from app.core.register.search_words import fold
from app.models.journal import JournalEntry
from app.models.party import Party
from app.models.visit import IdentityMethod, Visit
from app.models.voucher import Voucher, VoucherRelation

LONGEST_NAME = 100


@dataclass(frozen=True)
class Vouching:
    """Who vouches, as the clerk keys it; `stands_apart` is what he says: no family, not the holder, not of his firm."""

    first_name: str = ""
    last_name: str = ""
    relation: str | None = None
    document_kind: str | None = None
    last_four: str | None = None
    stands_apart: bool = False


def keep_voucher(session: Session, actor: Actor, visit: Visit, said: Vouching, day: date) -> Voucher:
    """Keep who vouches in this visit from now on. Raises Invalid at the field that is not right."""
    first, last = cleaned(said.first_name), cleaned(said.last_name)
    for field, name in (("first_name", first), ("last_name", last)):
        if not 0 < len(name) <= LONGEST_NAME:
            raise Invalid("name_missing", field=f"voucher_{field}")
    if said.relation not in set(VoucherRelation):
        raise Invalid("voucher_relation_missing", field="voucher_relation")
    kind, last_four = check_document(said.document_kind, said.last_four, prefix="voucher_")
    if not said.stands_apart:
        raise Invalid("voucher_not_apart", field="voucher_stands_apart")
    values = {"relation": str(said.relation), "document_kind": kind, "document_last_four": last_four}
    voucher = Voucher(visit_id=visit.id, first_name=first, last_name=last, **values)
    _refuse_nearby(session, actor, visit, voucher, day)
    session.add(voucher)
    session.flush()
    return voucher


def forget_voucher(session: Session, visit: Visit, *, now: datetime) -> None:
    """Another proof takes the place of whoever vouches; he stays on file when the customer consented on his word."""
    voucher = find_voucher(session, visit)
    if voucher is None:
        return
    if _consented_since(session, visit, visit.identified_at or visit.started_at):
        voucher.closed_at = now
    else:
        session.delete(voucher)
    session.flush()


def find_voucher(session: Session, visit: Visit) -> Voucher | None:
    """Who vouches in this visit now, if anybody."""
    query = select(Voucher).where(Voucher.visit_id == visit.id, Voucher.closed_at.is_(None))
    return session.scalars(query).one_or_none()


def list_vouchers(session: Session, visit: Visit) -> Sequence[Voucher]:
    """Everybody on whose word something may have been done in this visit; whoever vouches now is the last."""
    query = select(Voucher).where(Voucher.visit_id == visit.id)
    return session.scalars(query.order_by(Voucher.closed_at.is_(None), Voucher.closed_at)).all()


def refuse_voucher_of(session: Session, visit: Visit, holder: Party, day: date) -> None:
    """Refuse what lets this holder do more, when who vouched is named like the holder or like somebody of his."""
    voucher = find_voucher(session, visit) if visit.identity_method == IdentityMethod.VOUCHED_FOR else None
    if voucher is not None and _is_one_of(voucher.name, _people_of(session, holder, day)):
        raise NotAllowed("voucher_of_the_holder", holder=holder.name)


def _refuse_nearby(session: Session, actor: Actor, visit: Visit, voucher: Voucher, day: date) -> None:
    customer = get_person(session, visit.person_id).name if visit.person_id else ""
    if _is_one_of(voucher.name, [customer]):
        raise Invalid("voucher_is_customer", field="voucher_last_name")
    if actor.actor_id is not None and _is_one_of(voucher.name, [get_person(session, actor.actor_id).name]):
        raise Invalid("voucher_is_clerk", field="voucher_last_name")
    party = get_party(session, visit.party_id)
    if _is_one_of(voucher.name, _people_of(session, party, day)):
        raise Invalid("voucher_of_the_party", field="voucher_last_name", party=party.name)


def _consented_since(session: Session, visit: Visit, moment: datetime) -> bool:
    """Whether the customer consented to anything since then: without that, nothing was done for him."""
    query = select(JournalEntry.id).where(JournalEntry.kind == "consented", JournalEntry.at >= moment)
    return session.scalar(query.where(JournalEntry.visit_id == visit.id).limit(1)) is not None


def _people_of(session: Session, party: Party, day: date) -> list[str]:
    """Everybody of whom we know that he represents the party or has a right inside it; and what it is called itself."""
    functions = list_functions(session, party.enterprise_number, day) if party.enterprise_number else []
    colleagues = list_colleagues(session, party.id, day)
    return [party.name, *(one.name for one in functions), *(one.name for one in colleagues)]


def _is_one_of(name: str, names: Iterable[str]) -> bool:
    """Whether it is one of these names, whichever part of it stands in front; accents and capitals do not count."""
    said = sorted(fold(name))
    return any(sorted(fold(one)) == said for one in names)
