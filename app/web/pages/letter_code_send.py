"""The last page behind a letter code: check and send, and what is said when it is done."""

import uuid
from http import HTTPStatus
from typing import Any

from flask import request

from app.core.acts.carrying_out import consent_about
from app.core.errors import Conflict, CoreError, Invalid, NotAllowed
from app.core.mandates.extension_plans import ExtensionWish
from app.core.mandates.mandate_texts import may_not_of, may_of
from app.core.mandates.possible_acts import Act
from app.core.mandates.status_texts import predicates
from app.core.views.letter import LetterView, Reader, act_with_letter, view_answered_letter
from app.core.views.mandate import follow_act, last_stop
from app.web.databases import database, moment, policy
from app.web.pages.letter_code_extend import sentences_of, wish_of
from app.web.pages.letter_code_forms import SendForm
from app.web.pages.letter_code_frame import Page, go, needs_letter, read_letter, refuse, render
from app.web.pages.letter_code_less import find_other_answer, given_lines, is_less, less_sentences, narrower_of
from app.web.pages.letter_code_stop import is_stoppable, sentences_of_stop, stop_wish_of
from app.web.pages.letter_door import Door, find_door, keep
from app.web.pages.mandate_consequences import consequences
from app.web.pages.taking_back_words import promised_letter, read_chain, take_back_sentences
from app.web.printouts import on_paper, printed

MAY_DECIDE = "Ik, {who}, mag beslissen voor {party}."
ONLY_NARROWS = "Ik, {who}, antwoord op deze brief aan {party}."
ONLY_NARROWS_MISSING = "Kruis aan dat dit klopt. Daarna kunt u versturen."


@needs_letter
def show_check(door: Door) -> Page:
    """What is about to be sent."""
    return _check(door, None)


@needs_letter
def send(door: Door) -> Page:
    """Do it, once; pressing again leads to the same end."""
    return _check(door, request.form)


def show_done() -> Page:
    """What was done, what we post to whom and by when."""
    return _done({})


def print_done() -> Page:
    """The same on paper."""
    page = _done(on_paper())
    return printed(page[0]) if isinstance(page, tuple) else page


def _done(sheet: dict[str, Any]) -> Page:
    door = find_door()
    if door is None or not door.done or door.act is None:
        return go("start")
    act = Act(door.act)
    with database().reading() as session:
        view = view_answered_letter(session, door.letter_id, door.party_id, door.mandate_id, now=moment())
        follows = None if door.chain else follow_act(session, view.mandate, view.side, act, moment())
        stopped = last_stop(session, view.mandate, act) if door.partly else None
        chain = read_chain(door.chain) if door.chain else None
        by = promised_letter(session, chain) if chain else ""
        shown = {"view": view, "chain": chain, "by": by, "follows": follows, "act": act.value, "stopped": stopped}
        return render("done", keep(door), **shown, **sheet)


def _check(door: Door, posted: object) -> Page:
    if door.act is None or not door.last_name or door.capacity is None:
        return go("who" if door.act else "choose")
    view, act = read_letter(door), Act(door.act)
    wish, narrower = wish_of(door, view), narrower_of(door)
    possible = is_less(view, narrower) if narrower else act in view.acts
    if door.partly:
        possible = is_stoppable(view, act, stop_wish_of(door))
    if act is Act.TAKE_BACK:
        possible = door.chain in [str(one.mandate_id) for one in view.to_take_back]
    too_late = find_other_answer(view, narrower) if act is Act.ACCEPT else None
    if too_late is not None:
        return refuse(too_late)
    if not possible or (act is Act.EXTEND and wish is None):
        return go("choose")
    form = _send_form(door, view, posted)
    if posted is None or not form.validate():
        status = HTTPStatus.OK if posted is None else HTTPStatus.UNPROCESSABLE_ENTITY
        door = keep(door, about=consent_about(act, view.mandate, view.side))
        shown = _shown(door, view, act)
        return render("check", door, status, view=view, form=form, act=act.value, **shown)
    refusal = _act(door, act, wish)
    if refusal is not None:
        return refuse(refusal)
    keep(door, done=True)
    return go("done")


def _shown(door: Door, view: LetterView, act: Act) -> dict[str, Any]:
    """The sentences about what would happen, and what the holder then may and may not do."""
    if door.chain:
        return {"sentences": take_back_sentences(read_chain(door.chain))}
    wish, narrower = wish_of(door, view), narrower_of(door)
    if act is Act.EXTEND and wish:
        return {"sentences": sentences_of(door, view, wish)}
    stops = stop_wish_of(door)
    if stops is not None:
        return {"sentences": sentences_of_stop(view, act, stops)}
    if narrower is None:
        return {"sentences": _sentences(view, act), "may": view.may, "may_not": view.may_not}
    given = given_lines(view, narrower)
    return {
        "sentences": less_sentences(view, narrower),
        "may": predicates(view.mandate, may_of(view.mandate, given)),
        "may_not": predicates(view.mandate, may_not_of(view.mandate, given)),
    }


def _send_form(door: Door, view: LetterView, posted: object) -> SendForm:
    form = SendForm(posted)
    narrows = door.capacity == "none"
    form.stands.label.text = (ONLY_NARROWS if narrows else MAY_DECIDE).format(who=door.who, party=view.own)
    if narrows:
        form.stands.missing = ONLY_NARROWS_MISSING
    return form


def _act(door: Door, act: Act, wish: ExtensionWish | None) -> CoreError | None:
    reader = Reader(door.letter_id, door.party_id, door.mandate_id, door.first_name, door.last_name, str(door.capacity))
    asked = {"reason": door.reason, "wish": wish, "about": door.about, "narrower": narrower_of(door)}
    stops = stop_wish_of(door)
    if door.chain:
        asked["chain_id"] = uuid.UUID(door.chain)
    if stops is not None:
        asked |= {"type_keys": stops.type_keys, "stop_day": stops.stop_day}
    try:
        with database().writing.begin() as session:
            act_with_letter(session, reader, act, policy=policy(), now=moment(), **asked)
    except (Conflict, Invalid, NotAllowed) as refusal:
        return refusal
    return None


def carried_by(view: LetterView) -> str:
    """Who can use it once it is accepted; a letter names no colleagues to whoever opens it."""
    if view.is_carried:
        return f"Wie bij {view.own} voor alle klanten werkt, kan het dan uitvoeren."
    return (
        "Niemand is dan aangeduid om het uit te voeren. "
        f"Alleen een wettelijk vertegenwoordiger van {view.own} kan het gebruiken."
    )


def _sentences(view: LetterView, act: Act) -> list[str]:
    if act is Act.ACCEPT and view.side == "giver":
        return [
            f"{view.own} geeft het mandaat dat {view.other} vraagt.",
            f"Het mandaat geldt {view.period}.",
            "U blijft zelf verantwoordelijk. U kunt het mandaat elke dag stopzetten.",
            "Wij sturen een brief naar allebei.",
        ]
    if act is Act.ACCEPT:
        return [
            f"{view.own} aanvaardt het mandaat van {view.other}.",
            f"Het mandaat geldt {view.period}.",
            carried_by(view),
            "U kunt elke dag afstand doen van dit mandaat.",
            "Wij sturen een brief naar allebei.",
        ]
    if act is Act.REFUSE:
        whose = f"dat {view.other} vraagt" if view.side == "giver" else f"van {view.other}"
        return [
            f"{view.own} weigert het mandaat {whose}.",
            "Er verandert niets: niemand mag iets doen met dit mandaat.",
            f"{view.other} krijgt een brief.",
        ]
    return consequences(view, act, policy())
