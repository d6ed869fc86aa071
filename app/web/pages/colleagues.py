"""Wie mag wat: the people of an organisation and their rights; taking a right back, and somebody who leaves."""

import uuid
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.clock import brussels_day
from app.core.counter.visits import record_consent
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.permits.drafts import customer_may_decide
from app.core.rights.ending import Ending, dismiss_about, dismiss_rights, end_relation, foresee_ending
from app.core.rights.held import Held
from app.core.rights.matrix import Colleague, WhoMayWhat, own_rights, who_may_what
from app.core.rights.rounds import find_last_round, find_waiting
from app.core.views.customers import list_unattended
from app.translations.formats import list_text
from app.web.actors import current_actor, now
from app.web.consent_words import AGREED, WRITTEN_DOWN
from app.web.databases import database, policy
from app.web.errors import status_of
from app.web.fields import TickField
from app.web.form import Form
from app.web.pages.mandate_acts import NOT_READ
from app.web.paging import posted_search, read_number, read_search, search_in_address
from app.web.printouts import on_paper, printed
from app.web.wizards.blueprint import for_somebody

pages = Blueprint("colleagues", __name__, url_prefix="/medewerkers")
Page = str | Response | tuple[str, int]
OWN = "zelf"  # in the address of the last page: who gave up rights of his own
PAGE = "bladzijde"  # in the address: which page of the mandates that nobody carries out
MOST_ALONE = 25  # customers by name of whom nobody is left
MOST_NAMED = 12  # customers by name in a cell; the rest is a number


class EndForm(Form):
    """Nothing but the button, and at the counter the consent."""

    agreed = TickField("Voorgelezen. De klant is akkoord.", missing=NOT_READ)

    @classmethod
    def of(cls, posted: Any, *, at_counter: bool) -> "EndForm":  # noqa: ANN401 - what was posted, or None
        """The form as this actor sees it."""
        form = cls(posted)
        if not at_counter:
            del form.agreed
        return form


@pages.get("")
@for_somebody
def overview() -> Page:
    """The matrix: people against rights, and what waits."""
    return _overview({})


@pages.post("/zoek")
@for_somebody
def search() -> Response:
    """At a counter the words that are sought do not come to stand in the address."""
    return redirect(url_for(".overview", zoek=posted_search() or None, _anchor="niemand"), HTTPStatus.SEE_OTHER)


@pages.get("/afdruk.pdf")
@for_somebody
def print_overview() -> Page:
    """The same on paper."""
    return printed(_overview(on_paper()))


@pages.get("/<uuid:person_id>/wijzigen")
@for_somebody
def ask_change(person_id: uuid.UUID) -> Page:
    """What somebody may now, before the questions are asked anew."""
    with database().reading() as session:
        colleague = _row(who_may_what(session, current_actor(), now=now()), person_id)
        return render_template("pages/colleagues/change.html", colleague=colleague)


@pages.get("/<uuid:person_id>/intrekken/<uuid:right_id>")
@for_somebody
def ask_dismiss(person_id: uuid.UUID, right_id: uuid.UUID) -> Page:
    """What ends when this right is taken back, and for whom nobody is left then."""
    return _ask(person_id, right_id)


@pages.post("/<uuid:person_id>/intrekken/<uuid:right_id>")
@for_somebody
def dismiss(person_id: uuid.UUID, right_id: uuid.UUID) -> Page:
    """Take it back; it holds at once."""

    def act(session: Any, actor: Any, moment: Any) -> Ending:  # noqa: ANN401 - as the core takes them
        row = _find_row(_view(session, actor, person_id), person_id)
        held = _find_held(row, right_id) if row else None
        # Pressed twice: what was over already stays over, and the core says whose right it is.
        rights = held.rights if held else [right_id]
        return dismiss_rights(session, actor, person_id, rights, policy=policy(), now=moment)

    return _do(person_id, right_id, act)


@pages.get("/<uuid:person_id>/weg")
@for_somebody
def ask_leave(person_id: uuid.UUID) -> Page:
    """Everything that ends when somebody leaves."""
    return _ask(person_id, None)


@pages.post("/<uuid:person_id>/weg")
@for_somebody
def leave(person_id: uuid.UUID) -> Page:
    """End everything at once."""

    def act(session: Any, actor: Any, moment: Any) -> Ending:  # noqa: ANN401 - as the core takes them
        return end_relation(session, actor, person_id, policy=policy(), now=moment)

    return _do(person_id, None, act)


@pages.get("/klaar")
@for_somebody
def done() -> Page:
    """That it is over, and for which customers nobody is appointed now; less for who gave up his own last right."""
    actor, day = current_actor(), brussels_day(now())
    with database().reading() as session:
        try:
            view = who_may_what(session, actor, now=now())
        except NotAllowed:
            if OWN not in request.args:
                raise
            return render_template("pages/colleagues/done.html", alone=None, own=True)
        alone = list_unattended(session, view.party, day)
        return render_template("pages/colleagues/done.html", alone=alone, own=False, decides=view.decides)


def _overview(sheet: dict[str, Any]) -> str:
    with database().reading() as session:
        actor = current_actor()
        view = who_may_what(session, actor, now=now())
        sought = {"text": read_search(), "number": read_number(PAGE)}
        alone = list_unattended(session, view.party, view.today, **sought)
        # At a counter who is helped must have shown who he is; the core refuses to begin otherwise.
        appoints = actor.visit_id is None or customer_may_decide(session, actor)
        shown = {"view": view, "alone": alone, "most": MOST_NAMED, "own_id": actor.person_id, "appoints": appoints}
        shown |= {"last": find_last_round(session, view.party.id), "round": find_waiting(session, view.party.id)}
        shown |= {"text": sought["text"], "sought": search_in_address(sought["text"]) or None}
        return render_template("pages/colleagues/overview.html", **shown, **sheet)


def _is_own(actor: Any, person_id: uuid.UUID) -> bool:  # noqa: ANN401
    return actor.visit_id is None and bool(actor.person_id == person_id)


def _view(session: Any, actor: Any, person_id: uuid.UUID) -> WhoMayWhat:  # noqa: ANN401
    """What there is to end: anybody may give up his own rights, those of others only who decides."""
    return (own_rights if _is_own(actor, person_id) else who_may_what)(session, actor, now=now())


def _find_row(view: WhoMayWhat, person_id: uuid.UUID) -> Colleague | None:
    return next((one for one in view.colleagues if one.person_id == person_id), None)


def _row(view: WhoMayWhat, person_id: uuid.UUID) -> Colleague:
    found = _find_row(view, person_id)
    if found is None:
        raise NotFound("colleague_not_here")
    return found


def _find_held(colleague: Colleague, right_id: uuid.UUID) -> Held | None:
    return next((one for one in colleague.held if right_id in one.rights), None)


def _held(colleague: Colleague, right_id: uuid.UUID) -> Held:
    found = _find_held(colleague, right_id)
    if found is None:
        raise NotFound("right_unknown_here")
    return found


def _do(person_id: uuid.UUID, right_id: uuid.UUID | None, act: Callable[..., Ending]) -> Page:
    actor, moment = current_actor(), now()
    if not EndForm.of(request.form, at_counter=actor.visit_id is not None).validate():
        return _ask(person_id, right_id)
    try:
        with database().writing.begin() as session:
            if actor.visit_id is not None:
                record_consent(session, actor, dismiss_about(actor.party_id), now=moment)
            act(session, actor, moment)
    except (Conflict, NotAllowed) as refusal:
        return _ask(person_id, right_id, refusal)
    own = {OWN: 1} if _is_own(actor, person_id) else {}
    return redirect(url_for("colleagues.done", **own), HTTPStatus.SEE_OTHER)


def _ask(person_id: uuid.UUID, right_id: uuid.UUID | None, refusal: Conflict | NotAllowed | None = None) -> Page:
    actor = current_actor()
    posted = request.form if request.method == "POST" else None
    form = EndForm.of(posted, at_counter=actor.visit_id is not None)
    wrong = posted is not None and not form.validate()
    with database().reading() as session:
        view = _view(session, actor, person_id)
        colleague = _row(view, person_id)
        held = [_held(colleague, right_id)] if right_id else colleague.held
        rights = [key for one in held for key in one.rights]
        ending = foresee_ending(session, view.party.id, person_id, view.today, rights)
        page = render_template(
            "pages/colleagues/end.html",
            form=form,
            colleague=colleague,
            held=held,
            leaves=right_id is None,
            own=_is_own(actor, person_id),
            alone=ending.alone,
            most=MOST_ALONE,
            refusal=refusal.sentence if refusal else "",
            script_lines=_script(view, colleague, held) if actor.visit_id is not None else (),
        )
    return page, status_of(refusal) if refusal else HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK


def _script(view: WhoMayWhat, colleague: Colleague, held: Sequence[Held]) -> list[str]:
    what = list_text(list(dict.fromkeys(one.name.lower() for one in held)))
    return [
        f"U trekt het recht van {colleague.name} bij {view.party.name} in: {what}. Dat geldt meteen.",
        f"{WRITTEN_DOWN} {AGREED}",
    ]
