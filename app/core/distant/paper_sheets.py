"""Answers that come back on paper: a clerk keys what stands on the sheet, looks again, and only then it is done."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.acts.carrying_out import carry_out, find_refusal, is_done
from app.core.acts.stopping import renounce_mandate, stop_mandate
from app.core.counter.visits import get_staff
from app.core.distant.page_images import clean_page
from app.core.errors import CoreError, Invalid, NotAllowed, NotFound
from app.core.journal import record
from app.core.mandates.lookup import find_mandate_by_number, get_mandate
from app.core.mandates.possible_acts import Act
from app.core.people.persons import add_person, get_person
from app.core.permits.paper import open_sheet
from app.core.permits.visit import refuse_own_affairs
from app.core.policy import Policy
from app.core.vault import Vault
from app.models.journal import Ground
from app.models.letter import Letter
from app.models.lifecycle import Side
from app.models.mandate import Mandate
from app.models.paper_sheet import PaperSheet, SheetPage
from app.models.visit import Capacity

DONE, ALREADY_DONE, PUT_ASIDE = "done", "already_done", "put_aside"
# A box on paper has no room for a story: what is wrong is asked when we call back.
REASONS = {Act.CONTEST: "other"}
STOPPING = {Act.STOP: stop_mandate, Act.RENOUNCE: renounce_mandate}


@dataclass(frozen=True)
class SheetAnswers:
    """What stands on the sheet. `dated_on` is None when nobody wrote a date; `signed` is what the clerk saw."""

    act: Act
    first_name: str
    last_name: str
    capacity: Capacity
    signed: bool
    received_on: date
    dated_on: date | None = None


@dataclass(frozen=True)
class SheetView:
    """A keyed sheet to look at again. `refusal` is why it cannot be done; `was_done` that it was done before."""

    sheet: PaperSheet
    mandate: Mandate
    letter: Letter
    side: Side
    who: str
    today: date
    has_page: bool
    was_done: bool
    refusal: CoreError | None

    @property
    def act(self) -> Act:
        """The box that was ticked."""
        return Act(self.sheet.act)

    @property
    def parts(self) -> list[tuple[str, str]]:
        """What can still be stopped, as type and name, when the sheet may mean only some of it; else nothing."""
        left = [one for one in self.mandate.lines if not one.is_over(self.today)]
        can_choose = self.act in STOPPING and len(left) > 1
        return [(one.type_key, one.mandate_type.name) for one in left] if can_choose else []

    @property
    def goes_on(self) -> bool:
        """Whether a sheet that stops leaves, or left, something of the mandate."""
        return self.act in STOPPING and not self.mandate.status_on(self.today).is_final

    @property
    def capacity(self) -> Capacity:
        """What the sender says to be for the party."""
        return Capacity(self.sheet.capacity)


def list_sheet_letters(session: Session, dossier_number: str) -> tuple[Mandate, Sequence[Letter]]:
    """The mandate and its printed letters, newest first; the sheet hangs on one of them. Raises NotFound."""
    mandate = find_mandate_by_number(session, dossier_number)
    if mandate is None:
        raise NotFound("mandate_unknown")
    query = select(Letter).where(Letter.mandate_id == mandate.id, Letter.printed_at.is_not(None))
    query = query.options(joinedload(Letter.party)).order_by(Letter.ordered_at.desc(), Letter.kind)
    return mandate, session.scalars(query).all()


def boxes_of(letter: Letter, mandate: Mandate) -> list[Act]:
    """What can be ticked on the sheet of this letter; whether it can still be done is another question."""
    subject, side = letter.kind.split(".")
    if subject == "invitation":
        return [Act.ACCEPT, Act.REFUSE, Act.CONTEST]
    if subject == "extension_asked":
        return [Act.ACCEPT_EXTENSION, Act.REFUSE_EXTENSION, Act.CONTEST]
    end = Act.STOP if side == Side.GIVER else Act.RENOUNCE
    return [*([Act.WITHDRAW] if mandate.started_by == side else []), end, Act.CONTEST]


def key_sheet(
    session: Session,
    actor: Actor,
    letter_id: uuid.UUID,
    answers: SheetAnswers,
    *,
    page: bytes | None = None,
    vault: Vault,
    now: datetime,
) -> PaperSheet:
    """Keep what stands on a sheet, and a picture of it; nothing is done yet.

    Raises Invalid for days that cannot be, a box that is not on the sheet, or a picture that is none; NotAllowed for a
    sheet without a signature that asks more than a contest, and for a clerk's own affairs.
    """
    staff = get_staff(session, _clerk(actor))
    letter = session.get(Letter, letter_id)
    if letter is None or letter.printed_at is None:
        raise NotFound("letter_unknown")
    mandate = get_mandate(session, letter.mandate_id)
    side = Side(letter.kind.split(".")[1])
    refuse_own_affairs(session, actor, None, mandate.party_on(side), brussels_day(now))
    _check(answers, letter, mandate, brussels_day(now))
    person = add_person(session, answers.first_name, answers.last_name)
    sheet = PaperSheet(
        mandate_id=mandate.id, party_id=letter.party_id, letter_id=letter.id, clerk_id=staff.person_id,
        person_id=person.id, capacity=answers.capacity, act=answers.act, signed=answers.signed,
        dated_on=answers.dated_on, received_on=answers.received_on, keyed_at=now,
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


def view_sheet(session: Session, sheet: PaperSheet, *, now: datetime) -> SheetView:
    """The sheet as the clerk looks at it again, with what would keep it from being done."""
    day = brussels_day(now)
    mandate, letter = get_mandate(session, sheet.mandate_id), session.get_one(Letter, sheet.letter_id)
    side = mandate.side_of(sheet.party_id) or Side.GIVER
    was_done = is_done(mandate, side, Act(sheet.act), day)
    refusal = None if sheet.done_at else find_refusal(session, actor_of(sheet), mandate, Act(sheet.act), day)
    has_page = session.get(SheetPage, (sheet.id, 1)) is not None
    return SheetView(
        sheet, mandate, letter, side, get_person(session, sheet.person_id).name, day, has_page, was_done, refusal
    )


def do_sheet(
    session: Session, actor: Actor, *, policy: Policy, now: datetime, type_keys: Sequence[str] | None = None
) -> PaperSheet:
    """Do what the sheet says, once; a second copy of the same answer changes nothing and is kept as such.

    `type_keys` are the parts that somebody wrote beside "I stop only this"; None stops all of it.
    """
    # Pressed twice at once, the second waits here and then finds it done.
    session.get(PaperSheet, actor.sheet_id, with_for_update=True, populate_existing=True)
    sheet = open_sheet(session, actor)
    act = Act(sheet.act)
    mandate = get_mandate(session, sheet.mandate_id, lock=True)
    side = mandate.side_of(sheet.party_id)
    already = side is not None and is_done(mandate, side, act, brussels_day(now))
    facts = {"act": act.value, "received_on": sheet.received_on.isoformat(), "signed": sheet.signed}
    record(
        session, actor, "sheet_keyed", now=now, ground=Ground.STAFF_DUTY, capacity=sheet.capacity, mandate=mandate,
        **facts,
    )  # fmt: skip
    if not already and act in STOPPING:
        STOPPING[act](session, actor, mandate.id, policy=policy, now=now, type_keys=type_keys)
    elif not already:
        carry_out(session, actor, act, mandate.id, policy=policy, now=now, reason=REASONS.get(act))
    return _end(session, sheet, ALREADY_DONE if already else DONE, now)


def put_aside(session: Session, actor: Actor, *, now: datetime) -> PaperSheet:
    """Keep the sheet without doing anything: it was keyed wrongly, or it cannot be done."""
    return _end(session, open_sheet(session, actor), PUT_ASIDE, now)


def open_page(session: Session, actor: Actor, sheet_id: uuid.UUID, vault: Vault) -> tuple[bytes, str]:
    """The picture of the sheet and its kind, for the clerk who keyed it. Raises NotFound."""
    sheet = get_sheet(session, actor, sheet_id)
    page = session.get(SheetPage, (sheet.id, 1))
    if page is None:
        raise NotFound("sheet_unknown")
    return vault.unseal(page.sealed, _about(page)), page.media


def _clerk(actor: Actor) -> uuid.UUID:
    if actor.actor_id is None:
        raise NotAllowed("clerks_only")
    return actor.actor_id


def _check(answers: SheetAnswers, letter: Letter, mandate: Mandate, day: date) -> None:
    if answers.act not in boxes_of(letter, mandate):
        raise Invalid("box_not_on_sheet", field="act")
    if not answers.signed and answers.act is not Act.CONTEST:
        raise NotAllowed("signature_missing")
    if answers.received_on > day:
        raise Invalid("received_in_the_future", field="received_on")
    if answers.received_on < letter.dated:
        raise Invalid("received_before_letter", field="received_on")
    if answers.dated_on and answers.dated_on > answers.received_on:
        raise Invalid("dated_after_receipt", field="dated_on")


def _keep_page(session: Session, sheet: PaperSheet, content: bytes, vault: Vault) -> None:
    image = clean_page(content)
    page = SheetPage(sheet_id=sheet.id, number=1, media=image.media, sha256=hashlib.sha256(image.content).hexdigest())
    page.sealed = vault.seal(image.content, _about(page))
    session.add(page)
    session.flush()


def _about(page: SheetPage) -> str:
    return f"sheet:{page.sheet_id}:{page.number}"


def _end(session: Session, sheet: PaperSheet, outcome: str, now: datetime) -> PaperSheet:
    sheet.outcome, sheet.done_at = outcome, now
    session.flush()
    return sheet
