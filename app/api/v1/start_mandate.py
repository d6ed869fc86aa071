"""POST /mandates"""

from typing import Any

from app.api.checking import read_day
from app.api.operations import Answer, Asked, answers
from app.api.shapes.mandates import mandate_answer
from app.api.shapes.references import calling_the_other, naming_what_is_shown, referring
from app.clock import brussels_day
from app.core.actor import Actor
from app.core.acts.giving import give_mandate
from app.core.acts.requesting import request_mandate
from app.core.errors import Invalid
from app.core.mandates.catalogue import find_group
from app.core.mandates.wishes import MandateWish, Side
from app.core.permits.reach import acting_for
from app.core.views.mandate_facts import read_facts

STARTS = {Side.GIVER: give_mandate, Side.HOLDER: request_mandate}


@answers("startMandate")
def start_mandate(asked: Asked) -> Answer:
    """Give a mandate, or request one."""
    body = asked.body
    side = Side(body["startedBy"])
    with referring(enterprise_unknown=side.value):
        actor = acting_for(asked.session, asked.actor, body.get(side.value), field=side.value)
    with referring(enterprise_unknown=side.other.value, type_unknown="covers.types", group_unknown="covers.group"):
        wish = _wish(asked, actor, side)
        with naming_what_is_shown(asked), calling_the_other(side.other.value):
            mandate = STARTS[side](asked.session, actor, wish, policy=asked.policy, now=asked.now)
    return mandate_answer(read_facts(asked.session, actor, mandate.id, now=asked.now), 201)


def _wish(asked: Asked, actor: Actor, side: Side) -> MandateWish:
    body, end, covers = asked.body, asked.body["end"], asked.body["covers"]
    version = find_group(asked.session, covers["group"], brussels_day(asked.now)) if "group" in covers else None
    return MandateWish(
        starter_id=actor.party_id,  # type: ignore[arg-type] - `acting_for` saw to it
        other_number=_other_number(body, side),
        type_keys=tuple(version.type_keys if version else covers["types"]),
        started_by=side,
        group_version_id=version.id if version else None,
        first_day=read_day(body["firstDay"]) if "firstDay" in body else None,
        months=end.get("months"),
        last_day=read_day(end["lastDay"]) if "lastDay" in end else None,
        reason=body.get("reason"),
    )


def _other_number(body: dict[str, Any], side: Side) -> str:
    number: str | None = body.get(side.other.value)
    if number is None:
        raise Invalid("enterprise_number_missing", field=side.other.value)
    return number
