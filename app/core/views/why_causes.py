"""From the reasons of the check to causes: what each means for the reader, and what he can do about it."""

import uuid
from collections.abc import Sequence
from typing import Any

from app.core.mandates.catalogue import get_domain
from app.core.mandates.possible_acts import Act, acts_on
from app.core.mandates.signatures import waiting_signature
from app.core.mandates.status_texts import over_on
from app.core.people.rights import list_executors, list_rights_of
from app.core.register.enterprises import list_stopped
from app.core.representation.checking import Reason
from app.core.views.why_scene import Scene
from app.core.views.why_words import Cause, Way, by, cause
from app.models.journal import Channel
from app.models.lifecycle import Side, Status
from app.models.mandate import Mandate

# The nearest to a yes first: what one call or one day mends, before what asks for a new mandate.
ORDER = (
    "other_capacity", "said_over", "function_untied", "function_coming", "function_over", "function_none",
    "party_stopped", "suspended_contest", "suspended_register", "source_suspended",
    "second", "to_sign", "offered", "requested", "to_confirm", "scheduled", "scheduled_waiting", "source_scheduled",
    "nobody_executes", "not_an_executor", "right_elsewhere", "right_other_domain", "right_other_group",
    "right_not_accepted",
    "right_to_sign", "right_not_yet", "right_over", "right_level", "level_too_low", "type_missing",
    "source_expired", "source_stopped", "expired", "stopped", "lapsed", "withdrawn", "refused", "no_mandate",
)  # fmt: skip
# What who decides mends by giving a colleague a right, or another one.
GRANTED = {
    "nobody_executes", "not_an_executor", "right_elsewhere", "right_other_domain", "right_other_group", "right_over",
    "right_level",
}  # fmt: skip
HISTORY = {"expired", "stopped", "lapsed", "withdrawn", "refused", "source_expired", "source_stopped"}


def causes_of(scene: Scene, reasons: Sequence[Reason]) -> list[Cause]:
    """What the reader may know of these reasons; when nothing is left, that there is no mandate for this."""
    found = [one for reason in reasons for one in _cause(scene, reason)]
    # Who is no executor at all is not told so once for each mandate.
    unique = list({(one.code, one.sentence): one for one in found}.values())
    open_ones = [one for one in unique if one.code not in HISTORY]
    # What was, only matters when nothing newer is under way; the newest of it says enough.
    return open_ones or unique[:1] or [_no_mandate(scene)]


def stopped_parties(scene: Scene) -> list[Cause]:
    """Which of the two has stopped according to the register: public, and the same whoever gave what to whom."""
    names = {scene.own.enterprise_number: scene.own.name, scene.other.number: scene.other.name}
    numbers = [one for one in names if one]
    return [
        cause(
            "party_stopped", scene.words | {"party": names[number]}, step="party_stopped_step", mender=by("register")
        )
        for number in list_stopped(scene.session, numbers)
    ]


def in_order(causes: Sequence[Cause]) -> tuple[Cause, ...]:
    """In the order in which somebody would mend them; who stopped explains what stands still because of it."""
    if any(one.code == "party_stopped" for one in causes):
        causes = [one for one in causes if one.code != "suspended_register"]
    return tuple(sorted(causes, key=lambda one: ORDER.index(one.code)))


def other_clients(scene: Scene) -> list[Cause]:
    """For who executes some mandates only, and none of this giver: whether there is one is not for him to know.

    Who works for everybody in the domain, or with the mandate group, that is asked about sees all of it, so there is
    none.
    """
    person_id, own_id = scene.actor.person_id, scene.own.id
    rights = list_rights_of(scene.session, person_id, scene.day) if person_id else []
    works = [one for one in rights if one.party_id == own_id and one.works]
    wide = [one for one in works if one.mandate_id is None]
    if any(one.takes(scene.kind.part) for one in wide):
        return [_no_mandate(scene)]
    if any(one.domain_key in (None, scene.kind.domain_key) for one in wide):
        return [_of_right(scene, "right_other_group", scene.words)]
    code = "right_other_domain" if wide else "right_elsewhere" if works else "not_an_executor"
    return [_of_right(scene, code, scene.words | _domain_of(scene, scene.kind.domain_key))]


def _cause(scene: Scene, reason: Reason) -> list[Cause]:
    if reason.code == "no_mandate":
        return [_of_others(scene, reason.values["others"])]
    mandate = scene.mandates.get(reason.values.get("mandate_id"))  # type: ignore[arg-type]
    if mandate is None:
        return []
    values = scene.words | dict(reason.values)
    if reason.code == "level_too_low":
        gone = mandate.status_on(scene.day).is_final
        return [] if gone else [_new_one(scene, "level_too_low", values)]
    if not reason.code.startswith("status_"):
        values |= _domain_of(scene, reason.values["domain_key"])
        return [_of_right(scene, _right_code(scene, reason, mandate), values)]
    return [_of_status(scene, reason.code.removeprefix("status_"), mandate, values)]


def _domain_of(scene: Scene, key: str) -> dict[str, Any]:
    return {"domain": get_domain(scene.session, key).name}


def _of_others(scene: Scene, others: Sequence[uuid.UUID]) -> Cause:
    if any(one in scene.mandates for one in others):
        return _new_one(scene, "type_missing", scene.words)
    return _no_mandate(scene)


def _no_mandate(scene: Scene) -> Cause:
    return _new_one(scene, "no_mandate", scene.words)


def _new_one(scene: Scene, code: str, values: dict[str, Any]) -> Cause:
    """What only another mandate mends: the holder asks for it, the giver gives it, each through who decides there."""
    gives = scene.side is Side.GIVER
    if not scene.sight.decides:
        step = "decider_gives_step" if gives else "decider_asks_step"
        return cause(code, values, step=step, mender=scene.words["deciders"])
    if code in HISTORY and not gives:
        return cause(code, values, step="again_step", mender=scene.giver, way=Way.ASK)
    step, way = ("give_step", Way.GIVE) if gives else ("ask_step", Way.ASK)
    return cause(code, values, step=step, mender=by("reader") if gives else scene.giver, way=way)


def _right_code(scene: Scene, reason: Reason, mandate: Mandate) -> str:
    since = reason.values.get("since")
    if reason.code == "not_an_executor":
        executors = list_executors(scene.session, mandate, scene.day)
        return "not_an_executor" if executors else "nobody_executes"
    if reason.code != "right_not_yet" or (since is not None and since > scene.day):
        return reason.code
    return "right_not_accepted" if since is None else "right_to_sign"


def _of_right(scene: Scene, code: str, values: dict[str, Any]) -> Cause:
    if scene.sight.decides and not scene.is_reader and not scene.is_at_desk and code in GRANTED:
        return cause(code, values, step="grant_step", mender=by("reader"), way=Way.RIGHTS)
    step = {"right_not_yet": "days_step", "right_not_accepted": "invitation_step"}.get(code, "deciders_step")
    return cause(code, values, step=step, mender=scene.words["deciders"])


def _of_status(scene: Scene, status: str, mandate: Mandate, values: dict[str, Any]) -> Cause:
    values = values | {"over_on": over_on(mandate, scene.day) or values["stop_day"] or scene.day}
    if values["passer_id"] is not None and f"source_{status}" in ORDER:
        passer = {"passer": scene.party_name(values["passer_id"])}
        return cause(f"source_{status}", values | passer, step="source_step", mender=passer["passer"])
    if status in HISTORY:
        return _new_one(scene, status, values | {"over_on": values["stop_day"] or values["over_on"]})
    waiting = waiting_signature(mandate, scene.side, scene.day)
    if waiting is not None:
        second = scene.own.name if scene.actor.channel is Channel.PHONE else waiting.second.name
        return _second(scene, mandate, values | {"second": second, "answer_by": waiting.sign_by})
    if status == Status.TO_SIGN:
        return cause("to_sign", values, step="second_step", mender=scene.words["deciders"])
    if status == Status.SUSPENDED:
        return _suspended(scene, mandate, values)
    if status == Status.SCHEDULED:
        return _scheduled(values)
    if status == Status.TO_CONFIRM:
        return _of_act(scene, "to_confirm", mandate, Act.CONFIRM, values, ("confirm_step", "confirm_other_step"))
    return _of_act(scene, status, mandate, Act.ACCEPT, values, ("answer_step", "wait_step"))


def _of_act(
    scene: Scene, code: str, mandate: Mandate, act: Act, values: dict[str, Any], steps: tuple[str, str]
) -> Cause:  # fmt: skip
    """What one act mends: of the reader, of who decides for his party, or of the other side."""
    own, other = steps
    if scene.may(mandate, act):
        return cause(code, values, step=own, mender=by("reader"), way=Way.MANDATE, act=act)
    if act in acts_on(mandate, scene.side, scene.day):
        return cause(code, values, step="deciders_step", mender=scene.words["deciders"])
    return cause(code, values, step=other, mender=scene.other.name)


def _second(scene: Scene, mandate: Mandate, values: dict[str, Any]) -> Cause:
    if scene.may(mandate, Act.SIGN):
        return cause("second", values, step="sign_step", mender=by("reader"), way=Way.MANDATE, act=Act.SIGN)
    return cause("second", values, step="second_step", mender=values["second"])


def _suspended(scene: Scene, mandate: Mandate, values: dict[str, Any]) -> Cause:
    if values["contested"]:
        steps = ("decide_step", "decide_other_step")
        return _of_act(scene, "suspended_contest", mandate, Act.RESUME, values, steps)
    return cause("suspended_register", values, step="suspended_register_step", mender=by("register"))


def _scheduled(values: dict[str, Any]) -> Cause:
    if values["first_day"] is None:
        words = values | {"days": values["cooling_off_days"]}
        return cause("scheduled_waiting", words, step="scheduled_waiting_step", mender=by("us"))
    return cause("scheduled", values, step="scheduled_step", mender=by("nobody"))
