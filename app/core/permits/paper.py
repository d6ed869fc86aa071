"""What a clerk may do with an answer that came back on paper."""

import uuid
from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import NotAllowed
from app.core.permits.subjects import TAKE_BACK, subject_of
from app.core.permits.visit import refuse_own_affairs
from app.core.register.functions import signs_alone
from app.models.journal import Ground, JournalEntry
from app.models.letter import Letter
from app.models.mandate import Mandate
from app.models.paper_sheet import ListAnswer, PaperSheet
from app.models.party import Party
from app.models.visit import Capacity

# Acts as `permit_managing` names them. To give, ask or hand on needs a form of its own; a contest is decided in person.
# Each is a box on a sheet; the sheet must have that one ticked.
ON_A_SHEET = {
    "accept": "accept",
    "refuse": "refuse",
    "withdraw": "withdraw",
    "stopped": "stop",
    "renounced": "renounce",
    "contest": "contest",
    "extend": "extend",
    "accept_extension": "accept_extension",
    "refuse_extension": "refuse_extension",
    "sign": "sign",
    "refuse_signature": "refuse_signature",
    TAKE_BACK: TAKE_BACK,
}
ENDS = {"stopped", "renounced"}
# On the form of the yearly list of colleagues: who is ticked stops, and the rest is right.
DISMISS, CLOSE_ROUND = "dismiss", "close_round"
DECIDING = {Capacity.LEGAL_REPRESENTATIVE, Capacity.OWNER, Capacity.MANAGER}


def permit_sheet(
    session: Session, actor: Actor, party: Party, day: date, about: str, *, widens: bool
) -> dict[str, Any]:
    """The permit (as keyword values) of a clerk who keys a sheet; without a signature only a contest is possible."""
    act, mandate_id = subject_of(session, about)
    if act in {DISMISS, CLOSE_ROUND}:
        return _permit_list(session, actor, party, day, act)
    if act not in ON_A_SHEET:
        raise NotAllowed("not_on_paper")
    sheet = open_sheet(session, actor)
    if sheet.party_id != party.id or not _asks(session, sheet, act, mandate_id, about):
        raise NotAllowed("sheet_is_about_another")
    if not sheet.signed and act != "contest":
        raise NotAllowed("signature_missing")
    return _permit_sender(session, actor, sheet, party, day, decides=widens)


def check_on_list(
    session: Session, actor: Actor, right_ids: Collection[uuid.UUID], *, ticked: bool
) -> None:
    """Refuse on paper what the form does not say of exactly these rights, as they were printed for one person."""
    sheet = open_sheet(session, actor)
    places = session.get_one(Letter, sheet.letter_id).colleagues
    said = [one for place, one in places.items() if (place in (sheet.ticked or ())) is ticked]
    if not any({str(key) for key in right_ids} <= set(one["held"]) for one in said):
        raise NotAllowed("not_on_list")


def _permit_list(session: Session, actor: Actor, party: Party, day: date, act: str) -> dict[str, Any]:
    sheet = open_sheet(session, actor)
    if sheet.act not in set(ListAnswer):
        raise NotAllowed("not_on_paper")
    says = bool(sheet.ticked) if act == DISMISS else sheet.act == ListAnswer.REST_IS_RIGHT
    if sheet.party_id != party.id or not says:
        raise NotAllowed("not_on_list")
    if not sheet.signed:
        raise NotAllowed("signature_missing")
    return _permit_sender(session, actor, sheet, party, day, decides=True)


def _permit_sender(
    session: Session, actor: Actor, sheet: PaperSheet, party: Party, day: date, *, decides: bool
) -> dict[str, Any]:
    """What every sheet asks: no affairs of the clerk, and with `decides` somebody who decides for the party."""
    refuse_own_affairs(session, actor, sheet.person_id, party, day)
    if decides and sheet.capacity not in DECIDING:
        raise NotAllowed("reader_may_not_decide", party=party.name)
    return {
        "ground": Ground.SIGNED_SHEET if sheet.signed else Ground.NAMED_DOSSIER,
        "capacity": sheet.capacity,
        "signs_alone": signs_alone(session, party.enterprise_number, day),
    }


def _asks(session: Session, sheet: PaperSheet, act: str, mandate_id: uuid.UUID | None, about: str) -> bool:
    """Whether this is what was ticked; on an overview a tick ends a mandate, from whichever side.

    Who takes back what he passed on does so with the letter about exactly that.
    """
    if act == TAKE_BACK and about != f"{TAKE_BACK}:{chain_of(session, sheet.letter_id)}":
        return False
    if sheet.ticked is None:
        return sheet.mandate_id == mandate_id and sheet.act == ON_A_SHEET[act]
    mandate = session.get(Mandate, mandate_id) if mandate_id else None
    return act in ENDS and mandate is not None and mandate.dossier_number in sheet.ticked


def chain_of(session: Session, letter_id: uuid.UUID) -> uuid.UUID | None:
    """The mandate that was passed on and of which this letter tells who did; None for any other letter."""
    facts = session.get_one(JournalEntry, session.get_one(Letter, letter_id).cause_id).data
    if "sheet" in facts:
        # What was missing on such a sheet is asked with a letter about the same.
        return chain_of(session, session.get_one(PaperSheet, uuid.UUID(facts["sheet"])).letter_id)
    return uuid.UUID(facts["chain"]) if "chain" in facts else None


def open_sheet(session: Session, actor: Actor) -> PaperSheet:
    """The sheet that the clerk is keying; NotAllowed when it is done already or somebody else's."""
    sheet = session.get(PaperSheet, actor.sheet_id) if actor.sheet_id else None
    if sheet is None or sheet.clerk_id != actor.actor_id or sheet.done_at is not None:
        raise NotAllowed("sheet_unknown")
    if sheet.person_id != actor.person_id:
        raise NotAllowed("sheet_unknown")
    return sheet
