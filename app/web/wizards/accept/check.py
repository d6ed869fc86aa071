"""The check page and the done page of answering, and the sending between them."""

from collections.abc import Mapping
from typing import Any

from app.core.acts import answering
from app.core.acts.drafts import finish_draft
from app.core.acts.executors import check_same_executors, list_left_out, list_not_signed_for
from app.core.counter.understanding import check_talk
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.journal import find_entry
from app.core.mandates.lookup import Mandate, list_letters_to
from app.core.mandates.narrower import plan_narrower
from app.core.mandates.signatures import newest_signature
from app.core.mandates.status_texts import parts_to_start
from app.core.people.notices import find_notice_state
from app.core.people.persons import get_person
from app.core.people.rights import list_executors
from app.core.permits.managing import check_widening, permit_managing
from app.core.permits.signing import choose_second, needs_second
from app.core.rights.matrix import list_to_begin
from app.translations.formats import day_text, list_text
from app.web.second_signer import first_signed
from app.web.wizards.accept.forms.executor import working_text
from app.web.wizards.accept.scene import LESS, REFUSE, AcceptScene
from app.web.wizards.accept.wording import (
    accepted_before,
    decision_text,
    executors_text,
    mandate_words,
    reason_text,
    refused_before,
    types_of,
    until_text,
)
from app.web.wizards.four_eyes import look_of
from app.web.wizards.give.looking import STEPS_OF_REFUSALS
from app.web.wizards.joint import joint_row, second_name, second_of
from app.web.wizards.pages import CheckPage, Look, Problem, Row


def check(scene: AcceptScene) -> CheckPage:
    """What would happen, in sentences and rows."""
    scene.require_open()
    words = mandate_words(scene)
    shown = {**words, "executors": [one.name for one in scene.executors], "reason": reason_text(scene)}
    shown |= {"second": second_name(scene), "working": working_text(scene)}
    rows = [Row("Uw antwoord", decision_text(scene), "decide", "uw antwoord")]
    if scene.accepts:
        rows += _less_rows(scene) if scene.decision == LESS else []
        if "executor" in scene.answers:
            rows.append(Row("Wie voert het uit?", executors_text(scene), "executor", "wie het uitvoert"))
        rows += joint_row(scene)
        problems, look = _problems(scene)
        return CheckPage(shown, tuple(rows), problems, tick=False, look=look)
    rows.append(Row("Waarom?", reason_text(scene), "reason", "waarom u weigert"))
    return CheckPage(shown, tuple(rows), _problems(scene)[0], tick=False, template="check-refuse")


def submit(scene: AcceptScene) -> None:
    """Accept or refuse; doing it again changes nothing."""
    session, actor, mandate_id = scene.session, scene.actor, scene.mandate.id
    frame = {"policy": scene.policy, "now": scene.now, "draft_id": scene.draft.id}
    if scene.accepts:
        answer = {"executors": scene.executor_ids, "narrower": scene.narrower, "second": second_of(scene)}
        answering.accept_mandate(session, actor, mandate_id, **frame, **answer)
    else:
        answering.refuse_mandate(session, actor, mandate_id, **frame, reason=scene.answer("reason", "reason"))
    finish_draft(session, actor, scene.draft.id, mandate_id, now=scene.now)


def done(scene: AcceptScene) -> Mapping[str, Any]:
    """What was answered, and from when it holds."""
    mandate = scene.mandate
    waits = first_signed(mandate, scene.own_side, scene.today)
    if waits is not None and mandate.accepted_on is None and mandate.refused_on is None:
        return {"mandate": mandate, "first_signed": waits, "accepted": True, **_signed_before(scene)}
    status = mandate.status_on(scene.today)
    letters = list_letters_to(scene.session, mandate.id)
    refused = [letter for letter in letters if letter.kind.startswith("refused.")]
    own = [letter for letter in letters if letter.kind == f"active.{mandate.side_of(scene.actor.party_id)}"]
    return {
        "mandate": mandate,
        "news": find_notice_state(scene.session, scene.actor.party_id),
        "accepted": mandate.accepted_on is not None,
        "otherwise": _otherwise(scene),
        "status": str(status),
        "is_over": status.is_final,
        "starts_on": _start(mandate),
        "later": parts_to_start(mandate, scene.today),
        **_executors(scene, mandate),
        "to_begin": list_to_begin(scene.session, mandate, scene.today),
        "left_out": [line.mandate_type.name for line in mandate.lines if line.refused_on],
        "letter_by": day_text((refused or own or letters)[-1].promised_by) if letters else "",
    }


def _otherwise(scene: AcceptScene) -> str:
    """That somebody answered something else before, and what to do; empty when it was done as he answered."""
    refused = scene.mandate.refused_on is not None
    if not scene.accepts and scene.decision != REFUSE:
        # He chose nothing here that could be done: somebody did, or he himself through another door.
        same = _was_by_him(scene)
    else:
        same = refused is (scene.decision == REFUSE)
    if not same:
        return refused_before() if refused else accepted_before(scene)
    if refused or not scene.accepts:
        return ""
    try:
        answering.check_same_answer(scene.session, scene.mandate, scene.narrower_as_answered)
        if not _was_by_him(scene):
            chosen = [one.id for one in scene.executors_as_answered]
            check_same_executors(scene.session, scene.mandate, chosen, scene.today)
    except (Conflict, Invalid) as refusal:
        return refusal.sentence
    return ""


def _executors(scene: AcceptScene, mandate: Mandate) -> dict[str, Any]:
    """Whom he chose, by name: who may carry it out today, and who may not because it was accepted without him.

    Who was named and lost the right since is none of both. `carried` is whether anybody carries it out.
    """
    chosen = scene.executors_as_answered
    left_out = set(list_left_out(scene.session, mandate, [one.id for one in chosen], scene.today))
    able = {one.id for one in list_executors(scene.session, mandate, scene.today)}
    return {
        "executors": [one.name for one in chosen if one.id in able - left_out],
        "not_named": [one.name for one in chosen if one.id in left_out],
        "carried": bool(able),
    }


def _was_by_him(scene: AcceptScene) -> bool:
    entry = find_entry(scene.session, scene.mandate.id, "accepted", "refused")
    return entry is not None and entry.person_id == scene.actor.person_id


def _signed_before(scene: AcceptScene) -> dict[str, Any]:
    """Who signed first and waits for the second, when that was another; and whom he chose and that one did not."""
    signature = newest_signature(scene.mandate, scene.own_side)
    if signature is None or signature.first_person_id == scene.actor.person_id:
        return {"signed_by": ""}
    chosen = {one.id: one.name for one in scene.executors_as_answered}
    left_out = list_not_signed_for(scene.session, scene.mandate, signature, list(chosen), scene.today)
    name = get_person(scene.session, signature.first_person_id).name
    return {"signed_by": name, "not_named": [chosen[one] for one in left_out]}


def _less_rows(scene: AcceptScene) -> list[Row]:
    taken = list_text([one.name for one in types_of(scene)])
    what = Row("Wat geeft u?", taken, "parts", "wat u geeft")
    if not scene.gives:
        return [Row("Wat neemt u over?", taken, "parts", "wat u overneemt")]
    rows = [what] if "parts" in scene.answers else []
    return [*rows, Row("Tot wanneer?", until_text(scene).capitalize(), "until", "tot wanneer het mag")]


def _start(mandate: Mandate) -> str:
    days = [line.starts_on(mandate.agreed_on, mandate.giver_posted_on) for line in mandate.kept_lines]
    known = [day for day in days if day is not None]
    return day_text(min(known)) if known else ""


def _problems(scene: AcceptScene) -> tuple[tuple[Problem, ...], Look | None]:
    # The core refuses these at sending anyway; who reads the page should not have to send to find out.
    mandate, accepts = scene.mandate, scene.accepts
    party = mandate.party_on(mandate.side_of(scene.actor.party_id))
    try:
        permit = permit_managing(scene.session, scene.actor, party, scene.today, widens=accepts, about=scene.act)
        types = types_of(scene)
        plan = plan_narrower(mandate, scene.narrower, scene.today) if scene.narrower else None
        if accepts:
            check_widening(permit, types)
            if needs_second(scene.session, permit, party, types, scene.today):
                choose_second(scene.session, scene.actor, permit, party, second_of(scene), scene.today)
        if accepts and scene.gives:
            check_talk(scene.session, scene.actor, types, scene.act)
        sight = answering.sight_of_answer(mandate, scene.narrower, plan, scene.executor_ids)
        return (), look_of(scene, sight) if accepts else None
    except (Conflict, Invalid, NotAllowed) as refusal:
        less = "until" if scene.gives else "parts"
        step = less if isinstance(refusal, Invalid) else STEPS_OF_REFUSALS.get(refusal.code, "decide")
        return (Problem(refusal.sentence, step),), None
