"""Reading mandates. Everything a page or an act needs is loaded here, in one go."""

import uuid
from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, ScalarSelect, Select, bindparam, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.core.actor import Actor
from app.core.errors import NotAllowed, NotFound
from app.core.prepared import Prepared
from app.models.extension import Extension
from app.models.letter import Letter
from app.models.lifecycle import Side
from app.models.line import Line
from app.models.mandate import Mandate
from app.models.mandate_group import MandateGroupVersion
from app.models.mandate_type import MandateType
from app.models.party import Party
from app.models.signature import Signature
from app.models.takeover import Takeover


def get_mandate(session: Session, mandate_id: uuid.UUID, *, lock: bool = False) -> Mandate:
    """The mandate with its parties, lines, types and suspensions; NotFound when there is none.

    `lock` keeps others from changing it until this transaction ends (SQLite has one writer anyway).
    """
    if lock:
        hold_mandates(session, Mandate.id == mandate_id)
    return _read(session, mandate_id, anew=lock)


def lock_mandates(session: Session, mandate_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Mandate]:
    """The same for several, by id: whoever changes more than one takes the newest first.

    What takes over from another is newer than that one, and whoever changes it takes the other after it.
    """
    ids = hold_mandates(session, Mandate.id.in_(mandate_ids)) if mandate_ids else []
    return {one: _read(session, one, anew=True) for one in ids}


def hold_mandates(session: Session, which: ColumnElement[bool]) -> Sequence[uuid.UUID]:
    """Keep others from changing these, in the order in which `lock_mandates` does; their ids."""
    # Not their keys: who writes a letter or a line of a journal about one, with another in hand, does not wait for us.
    query = select(Mandate.id).where(which).order_by(Mandate.started_at.desc(), Mandate.id)
    return session.scalars(query.with_for_update(key_share=True)).all()


def _read(session: Session, mandate_id: uuid.UUID, *, anew: bool) -> Mandate:
    options = {"populate_existing": anew}
    mandate = session.scalars(_BY_ID, {"mandate_id": mandate_id}, execution_options=options).unique().first()
    if mandate is None:
        raise NotFound("mandate_unknown")
    return mandate


def get_mandate_of(
    session: Session, actor: Actor, mandate_id: uuid.UUID, *, lock: bool = False
) -> tuple[Mandate, Side]:
    """The mandate and the side of the actor's party; NotFound for a stranger, who may not know that it exists.

    The code of a letter opens the mandate that the letter is about, or those that it lists, and no other; NotAllowed
    for another.
    """
    mandate = get_mandate(session, mandate_id, lock=lock)
    side = mandate.side_of(actor.party_id)
    if side is None or mandate.is_hidden_from(side):
        raise NotFound("mandate_unknown")
    if actor.letter_id is not None:
        letter = session.get(Letter, actor.letter_id)
        if letter is None or not (letter.mandate_id == mandate.id or mandate.dossier_number in letter.listed):
            raise NotAllowed("code_does_not_fit")
    return mandate, side


def find_mandate_by_number(session: Session, dossier_number: str) -> Mandate | None:
    """The mandate with this dossier number, or None."""
    return session.scalars(_BY_NUMBER, {"dossier_number": dossier_number}).unique().first()


def get_mandates(session: Session, mandate_ids: Collection[uuid.UUID]) -> Sequence[Mandate]:
    """These mandates, oldest first."""
    # A page asks for several lists, of which most are empty.
    return session.scalars(_BY_IDS, {"mandate_ids": list(mandate_ids)}).all() if mandate_ids else []


def get_listed(session: Session, mandate_ids: Collection[uuid.UUID]) -> Sequence[Mandate]:
    """These mandates with what a list says of them: of the types of their lines no more than name, domain and level."""
    return session.scalars(_LISTED, {"mandate_ids": list(mandate_ids)}).all()


def list_by_numbers(session: Session, dossier_numbers: Sequence[str]) -> list[Mandate]:
    """The mandates with these dossier numbers, in this order."""
    found = session.scalars(_BY_NUMBERS, {"dossier_numbers": list(dossier_numbers)})
    return sorted(found, key=lambda one: dossier_numbers.index(one.dossier_number))


def wait_for_giver(session: Session, mandate_id: uuid.UUID) -> None:
    """Wait until whoever starts something for the giver of this mandate is done; before its own lock is taken."""
    hold_giver(session, select(Mandate.giver_id).where(Mandate.id == mandate_id).scalar_subquery())


def hold_giver(session: Session, giver_id: uuid.UUID | ScalarSelect[uuid.UUID]) -> None:
    """Let whoever starts something for this giver wait, and nobody who only does something to what he gave before."""
    session.execute(select(Party.id).where(Party.id == giver_id).with_for_update(key_share=True))


def list_between(session: Session, giver_id: uuid.UUID, holder_id: uuid.UUID) -> Sequence[Mandate]:
    """Every mandate of this giver to this holder, oldest first."""
    asked = {"giver_id": giver_id, "holder_id": holder_id}
    # Mostly there are none, and to find that out takes a quarter of the time.
    return session.scalars(_BETWEEN, asked).all() if _ANY_BETWEEN.rows(session, asked) else []


def list_agreed(session: Session, party_id: uuid.UUID) -> Sequence[Mandate]:
    """Every mandate of this party that was accepted, over or not, oldest first."""
    return session.scalars(_AGREED, {"party_id": party_id}).all()


def list_waiting_for(session: Session, party_id: uuid.UUID, day: date) -> list[Mandate]:
    """The mandates that wait for an answer of this party, those that lapse first on top."""
    found = session.scalars(_UNANSWERED, {"party_id": party_id, "day": day}).all()
    waiting = {"offered", "requested"}
    return [one for one in found if one.side_of(party_id) != one.started_by and one.status_on(day) in waiting]


def visible_to(party_id: uuid.UUID | BindParameter[uuid.UUID]) -> ColumnElement[bool]:
    """The mandates of a party that it may know of: not what the other side still has to sign with a second person."""
    was_sent = or_(~Mandate.second_must_sign, Mandate.second_signed_on.is_not(None))
    gives = (Mandate.giver_id == party_id) & or_(Mandate.started_by == Side.GIVER, was_sent)
    return or_(gives, (Mandate.holder_id == party_id) & or_(Mandate.started_by == Side.HOLDER, was_sent))


def list_letters_to(session: Session, mandate_id: uuid.UUID, party_id: uuid.UUID | None = None) -> Sequence[Letter]:
    """The letters of a mandate, oldest first; only those to one party when it is named."""
    query = select(Letter).where(Letter.mandate_id == mandate_id).options(joinedload(Letter.party))
    query = query.where(Letter.party_id == party_id) if party_id else query
    return session.scalars(query.order_by(Letter.ordered_at, Letter.cause_id, Letter.kind)).all()


def _whole(together: Callable[..., Any] = selectinload) -> Select[tuple[Mandate]]:
    """A mandate and all that belongs to it; `together` says how its collections are fetched."""
    return select(Mandate).options(
        joinedload(Mandate.giver),
        joinedload(Mandate.holder),
        joinedload(Mandate.group_version).joinedload(MandateGroupVersion.group),
        together(Mandate.lines).options(
            joinedload(Line.mandate_type).joinedload(MandateType.domain),
            joinedload(Line.takeover).joinedload(Takeover.old_line),
            # Nothing is asked for these unless a line was passed on.
            selectinload(Line.source).joinedload(Line.mandate).options(
                joinedload(Mandate.holder), selectinload(Mandate.suspensions)
            ),
        ),
        together(Mandate.suspensions),
        together(Mandate.signatures).options(joinedload(Signature.second), joinedload(Signature.third)),
        # Its lines apart: a mandate that was extended often would come with every line times every line.
        together(Mandate.extensions).selectinload(Extension.lines),
    )


def _listed() -> Select[tuple[Mandate]]:
    # What a type says of itself is JSON, and reading that for each line took longer than finding the lines.
    said = joinedload(Line.mandate_type).load_only(
        MandateType.name, MandateType.domain_key, MandateType.access_level, raiseload=True
    )
    source = selectinload(Line.source).joinedload(Line.mandate)
    return select(Mandate).where(Mandate.id.in_(bindparam("mandate_ids", expanding=True))).options(
        joinedload(Mandate.giver),
        joinedload(Mandate.holder),
        selectinload(Mandate.lines).options(
            said, source.options(joinedload(Mandate.holder), selectinload(Mandate.suspensions))
        ),
        selectinload(Mandate.suspensions),
        selectinload(Mandate.signatures),
        selectinload(Mandate.extensions).selectinload(Extension.lines),
    )  # fmt: skip


# Every act and every page asks for one of these. Putting them together takes longer than answering them, so that is
# done once; and one mandate comes in one statement, which takes a quarter of the time of one per collection.
_one = _whole(joinedload)
_LISTED = _listed()
_BY_ID = _one.where(Mandate.id == bindparam("mandate_id"))
_BY_NUMBER = _one.where(Mandate.dossier_number == bindparam("dossier_number"))
_OLDEST_FIRST = _whole().order_by(Mandate.started_at, Mandate.dossier_number)
_BY_IDS = _OLDEST_FIRST.where(Mandate.id.in_(bindparam("mandate_ids", expanding=True)))
_BY_NUMBERS = _whole().where(Mandate.dossier_number.in_(bindparam("dossier_numbers", expanding=True)))
_of_party = or_(Mandate.giver_id == bindparam("party_id"), Mandate.holder_id == bindparam("party_id"))
_AGREED = _OLDEST_FIRST.where(_of_party, Mandate.accepted_on.is_not(None))
_UNANSWERED = (
    _whole()
    .where(_of_party, Mandate.accepted_on.is_(None), Mandate.refused_on.is_(None), Mandate.withdrawn_on.is_(None))
    .where(Mandate.answer_by >= bindparam("day"))
    .order_by(Mandate.answer_by, Mandate.dossier_number)
)
_between = (Mandate.giver_id == bindparam("giver_id"), Mandate.holder_id == bindparam("holder_id"))
_BETWEEN = _OLDEST_FIRST.where(*_between)
_ANY_BETWEEN = Prepared(lambda engine: select(Mandate.__table__.c.id).where(*_between).limit(1))
