"""What passing on means for one mandate, for the side that reads it; and for who passed it on, the one of the third."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.mandates.chains import list_chains, survey_passing
from app.core.mandates.lookup import get_mandate
from app.core.mandates.signatures import waiting_signature
from app.core.permits.sight import find_sight
from app.models.lifecycle import Side
from app.models.mandate import Mandate
from app.translations import say
from app.translations.formats import list_text


@dataclass(frozen=True)
class PassedOn:
    """A mandate that was passed on from the one that is read, to `other`; `is_open` until it is over."""

    mandate_id: uuid.UUID
    other: str
    sentence: str
    is_open: bool


def chain_notes(mandate: Mandate, side: Side, day: date) -> list[str]:
    """For the sides of a mandate that was passed on: who did, and that it falls with his; or what waits to be."""
    if mandate.passer is None:
        return _waiting_notes(mandate, side, day)
    words = {"passer": mandate.passer.name, "holder": mandate.holder.name, "giver": mandate.giver.name}
    return [say(f"mandate.passed_on_{side}", **words)]


def _waiting_notes(mandate: Mandate, side: Side, day: date) -> list[str]:
    """For the holder: what one of his people signed to pass on, and another must sign too."""
    waiting = waiting_signature(mandate, side, day)
    if waiting is None or waiting.third is None:
        return []
    words = {"own": mandate.holder.name, "giver": mandate.giver.name, "holder": waiting.third.name}
    return [say("mandate.signing_pass_on", **words)]


def passed_on(session: Session, mandate: Mandate, side: Side, day: date) -> list[PassedOn]:
    """What the holder of this mandate passed on, whatever became of it, oldest first."""
    return [_passed(one, mandate, side, day) for one in list_chains(session, mandate)]


def can_pass_on(session: Session, mandate: Mandate, side: Side, day: date) -> bool:
    """Whether the holder has something that he can pass on today, and nothing waits for a second signature of his."""
    if side is not Side.HOLDER or waiting_signature(mandate, side, day) is not None:
        return False
    return bool(survey_passing(session, mandate, day).lines)


def find_passed_on(session: Session, actor: Actor, mandate_id: uuid.UUID, day: date) -> tuple[Mandate, Mandate]:
    """A mandate that the actor's party passed on, and its source; NotFound for anybody who may not decide there."""
    sight = find_sight(session, actor, day)
    mandate = get_mandate(session, mandate_id)
    if mandate.passer is None or mandate.passer.id != sight.party.id or not sight.decides:
        raise NotFound("mandate_unknown")
    return mandate, get_mandate(session, mandate.source.id)


def _passed(chain: Mandate, source: Mandate, side: Side, day: date) -> PassedOn:
    types: Sequence[str] = [line.mandate_type.name for line in chain.kept_lines]
    status = chain.status_on(day)
    words = {"passer": source.holder.name, "other": chain.holder.name, "types": list_text(types)}
    sentence = say(f"mandate.passed_to_{side}", status=say(f"status.{status}").lower(), **words)
    return PassedOn(chain.id, chain.holder.name, sentence, not status.is_final)
