"""Answers that come back on paper: a clerk keys what stands on the sheet, looks again, and only then it is done."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cryptography.exceptions import InvalidTag
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.counter.visits import get_staff
from app.core.distant.page_images import PageImage
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.letters.data import COLLEAGUE, ROUND
from app.core.letters.sheet_boxes import ON_INVITATION, asks_executor, boxes_of
from app.core.mandates.lookup import find_mandate_by_number, get_mandate
from app.core.mandates.possible_acts import Act
from app.core.people.names import cleaned
from app.core.people.parties import get_party
from app.core.people.persons import add_person
from app.core.people.rights import find_relation_by_number
from app.core.permits.paper import chain_of
from app.core.permits.visit import refuse_own_affairs
from app.core.vault import Vault
from app.models.letter import Letter
from app.models.mandate import Mandate
from app.models.paper_sheet import ListAnswer, Missing, PaperSheet, SheetPage
from app.models.visit import Capacity
from app.models.work_relation import WorkRelation


@dataclass(frozen=True)
class SheetAnswers:
    """What stands on the sheet. `dated_on` is None when nobody wrote a date; `signed` is what the clerk saw.

    `missing` is what the sender still has to give; a missing choice or name stays empty. `ticked` are the dossier
    numbers that are ticked on an overview, or the places on a yearly list (with a `ListAnswer`); None for any other
    sheet. `executor` is who may carry it out, as written.
    """

    act: Act | ListAnswer | None
    first_name: str
    last_name: str
    capacity: Capacity
    signed: bool
    received_on: date
    dated_on: date | None = None
    missing: frozenset[Missing] = frozenset()
    ticked: Sequence[str] | None = None
    executor: str = ""


def list_sheet_letters(session: Session, dossier_number: str) -> tuple[Mandate, Sequence[Letter]]:
    """The mandate and its printed letters, newest first; the sheet hangs on one of them.

    Raises NotFound.
    """
    mandate = find_mandate_by_number(session, dossier_number)
    if mandate is None:
        raise NotFound("mandate_unknown")
    query = select(Letter).where(Letter.mandate_id == mandate.id, Letter.printed_at.is_not(None))
    query = query.options(joinedload(Letter.party)).order_by(Letter.ordered_at.desc(), Letter.kind)
    return mandate, session.scalars(query).all()


def passed_on_of(session: Session, letter: Letter) -> Mandate | None:
    """What was passed on and is stopped with the slip of this letter; None for any other letter."""
    chain_id = chain_of(session, letter.id)
    return get_mandate(session, chain_id) if chain_id else None


def key_sheet(
    session: Session,
    actor: Actor,
    letter_id: uuid.UUID,
    answers: SheetAnswers,
    *,
    page: PageImage | None = None,
    vault: Vault,
    now: datetime,
) -> PaperSheet:
    """Keep what stands on a sheet, and a picture of it; nothing is done yet.

    Raises Invalid for days that cannot be, or a box that is not on the sheet; NotAllowed for a sheet without a
    signature that asks more than a contest and is not kept as incomplete, and for a clerk's own affairs.
    """
    staff = get_staff(session, _clerk(actor))
    letter = session.get(Letter, letter_id)
    if letter is None or letter.printed_at is None:
        raise NotFound("letter_unknown")
    mandate = get_mandate(session, letter.mandate_id) if letter.mandate_id else None
    relation = _relation_of(session, letter)
    refuse_own_affairs(session, actor, None, get_party(session, letter.party_id), brussels_day(now))
    _check(answers, letter, mandate, brussels_day(now))
    has_name = bool(answers.first_name and answers.last_name)
    person = add_person(session, answers.first_name, answers.last_name) if has_name else None
    sheet = PaperSheet(
        mandate_id=letter.mandate_id, party_id=letter.party_id, letter_id=letter.id, clerk_id=staff.person_id,
        person_id=person.id if person else None, capacity=answers.capacity, act=answers.act, signed=answers.signed,
        dated_on=answers.dated_on, received_on=answers.received_on, keyed_at=now,
        ticked=None if answers.ticked is None else list(answers.ticked),
        relation_id=relation.id if relation else None,
        missing=sorted(answers.missing) if answers.missing else None,
        executor=cleaned(answers.executor) or None,
    )  # fmt: skip
    session.add(sheet)
    session.flush()
    if page:
        _keep_page(session, sheet, page, vault)
    return sheet


def get_sheet(session: Session, actor: Actor, sheet_id: uuid.UUID) -> PaperSheet:
    """A sheet that this clerk keyed, done or not; NotFound for somebody else's."""
    sheet = session.get(PaperSheet, sheet_id)
    if sheet is None or sheet.clerk_id != actor.actor_id:
        raise NotFound("sheet_unknown")
    return sheet


def actor_of(sheet: PaperSheet) -> Actor:
    """The clerk, acting for who filled in the sheet."""
    return Actor.on_paper(sheet.clerk_id, sheet.id, person_id=sheet.person_id, party_id=sheet.party_id)


def open_page(session: Session, actor: Actor, sheet_id: uuid.UUID, vault: Vault) -> tuple[bytes, str]:
    """The picture of the sheet and its kind, for the clerk who keyed it.

    Raises NotFound, and Conflict when it cannot be read any more.
    """
    sheet = get_sheet(session, actor, sheet_id)
    page = session.get(SheetPage, (sheet.id, 1))
    if page is None:
        raise NotFound("sheet_unknown")
    try:
        return vault.unseal(page.sealed, about_page(page)), page.media
    except InvalidTag as error:
        raise Conflict("page_damaged") from error


def _clerk(actor: Actor) -> uuid.UUID:
    if actor.actor_id is None:
        raise NotAllowed("clerks_only")
    return actor.actor_id


def _check(answers: SheetAnswers, letter: Letter, mandate: Mandate | None, day: date) -> None:
    if letter.kind == COLLEAGUE:
        _check_invited(answers)
    elif letter.kind == ROUND:
        _check_list(answers, letter)
    else:
        _check_choice(answers, letter, mandate)
    if not (answers.first_name and answers.last_name) and Missing.NAME not in answers.missing:
        raise Invalid("name_missing", field="first_name")
    if answers.missing and answers.act is Act.CONTEST:
        raise Invalid("contest_needs_nothing", field="missing")
    if not answers.signed and answers.act is not Act.CONTEST and Missing.SIGNATURE not in answers.missing:
        raise NotAllowed("signature_missing")
    if answers.received_on > day:
        raise Invalid("received_in_the_future", field="received_on")
    if answers.received_on < max(letter.dated, letter.posted_on or letter.dated):
        raise Invalid("received_before_letter", field="received_on")
    if answers.dated_on and answers.dated_on > answers.received_on:
        raise Invalid("dated_after_receipt", field="dated_on")


def _check_choice(answers: SheetAnswers, letter: Letter, mandate: Mandate | None) -> None:
    if mandate is None:
        if not answers.ticked or not set(answers.ticked) <= set(letter.listed):
            raise Invalid("nothing_ticked", field="ticked")
        return
    if (answers.act is None) != (Missing.CHOICE in answers.missing) or answers.ticked is not None:
        raise Invalid("act_missing", field="act")
    if answers.act is not None and answers.act not in boxes_of(letter, mandate):
        raise Invalid("box_not_on_sheet", field="act")
    if answers.executor and not asks_executor(letter):
        raise Invalid("executor_not_on_sheet", field="executor")


def _relation_of(session: Session, letter: Letter) -> WorkRelation | None:
    """The invitation that this letter brings; None for any other letter."""
    return find_relation_by_number(session, letter.dossier_number or "") if letter.kind == COLLEAGUE else None


def _check_invited(answers: SheetAnswers) -> None:
    """One of the two boxes; what is missing is not asked with a letter, because who was invited has the other one."""
    if answers.act not in ON_INVITATION or answers.ticked is not None or answers.missing:
        raise Invalid("act_missing", field="act")


def _check_list(answers: SheetAnswers, letter: Letter) -> None:
    """Somebody who stops, or that the rest is right; what is missing is asked by phone, not with a letter."""
    if answers.act not in set(ListAnswer) or answers.ticked is None or answers.missing:
        raise Invalid("act_missing", field="act")
    empty = not answers.ticked and answers.act is not ListAnswer.REST_IS_RIGHT
    if empty or not set(answers.ticked) <= set(letter.colleagues):
        raise Invalid("nobody_ticked", field="ticked")


def _keep_page(session: Session, sheet: PaperSheet, image: PageImage, vault: Vault) -> None:
    page = SheetPage(sheet_id=sheet.id, number=1, media=image.media, sha256=_digest(image.content))
    page.sealed = vault.seal(image.content, about_page(page))
    page.sent_sha256, page.sent = _digest(image.sent), vault.seal(image.sent, about_sent(page))
    session.add(page)
    session.flush()


def about_sent(page: SheetPage) -> str:
    """To what the bytes of a page as they were sent are bound."""
    return f"{about_page(page)}:sent"


def about_page(page: SheetPage) -> str:
    """To what the picture of a page is bound."""
    return f"sheet:{page.sheet_id}:{page.number}"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
