"""The talk itself: what the caller wants, the summary that is read aloud, and the deed."""

from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.acts.carrying_out import is_done
from app.core.acts.preparing import list_unready
from app.core.distant import phone_calls
from app.core.distant.phone_calls import CallView, PhoneCall
from app.core.errors import Conflict, CoreError, Invalid, NotAllowed
from app.core.letters.party_overviews import find_overview_of, order_overview
from app.core.mandates.possible_acts import Act
from app.web.actors import now
from app.web.databases import database, policy
from app.web.fields import option
from app.web.guards import clerk_only
from app.web.pages.counter.distant_words import BUTTONS, CHOICES, DONE, RED
from app.web.pages.counter.open_visit import between_customers
from app.web.pages.counter.phone import WISH
from app.web.pages.counter.phone_forms import SummaryForm, WishForm
from app.web.pages.counter.phone_parts import (
    CHAIN,
    STOPS,
    TYPES,
    asked_of,
    is_possible,
    keep_parts,
    parts_form,
    title_of,
    told,
    wishes,
)
from app.web.pages.mandate_words import REASON_MISSING, contest_reasons
from app.web.pages.taking_back_words import chosen_chain
from app.web.sessions import REFUSED_PAGES, browser_session
from app.web.users import current_user
from app.web.wizards.accept.wording import REASONS

pages = Blueprint("counter_talk", __name__, url_prefix="/loket/telefoon/gesprek")

MAY_STAY_EMPTY = "Vraag het, maar de beller hoeft niets te zeggen."

Page = str | Response | tuple[str, int]


@pages.get("")
@clerk_only
def choose() -> Page:
    """What the caller may do with this mandate, on the phone."""
    return with_caller(lambda view: _choose(view, WishForm(None)))


@pages.post("")
@clerk_only
def take_wish() -> Page:
    """On to the summary of what the caller wants."""
    return with_caller(_take_wish)


@pages.get("/wat")
@clerk_only
def parts() -> Page:
    """Which parts stop, and after which day."""
    return with_caller(lambda view: _parts(view, posted=False))


@pages.post("/wat")
@clerk_only
def take_parts() -> Page:
    """On to the summary of what stops."""
    return with_caller(lambda view: _parts(view, posted=True))


@pages.get("/nakijken")
@clerk_only
def check() -> Page:
    """The summary, to be read aloud."""
    return with_caller(lambda view: _check(view, posted=False))


@pages.post("/nakijken")
@clerk_only
def do() -> Page:
    """Do it, once."""
    return with_caller(lambda view: _check(view, posted=True))


@pages.get("/klaar")
@clerk_only
def done() -> Page:
    """That it is done, and what follows."""
    return with_caller(_done)


@pages.post("/overzicht")
@clerk_only
def send_overview() -> Page:
    """Send the caller's party an overview of its mandates, on paper."""
    return with_caller(_send_overview)


@pages.get("/overzicht")
@clerk_only
def overview_sent() -> Page:
    """That it is under way, and by when it comes."""
    return with_caller(_overview_sent)


@pages.post("/ophangen")
@clerk_only
def hang_up() -> Page:
    """The call is over; nothing of it stays on this screen."""
    return between_customers(_hang_up)


def with_caller(show: Callable[[CallView], Page]) -> Page:
    """The page about the caller; without one the beginning: Back may lead here when the call is over."""

    def shown() -> Page:
        with database().reading() as session:
            call = phone_calls.find_open_call(session, current_user.person_id, now=now())
            if call is not None and is_unchecked(call):
                return redirect(url_for("counter_unchecked.talk"), HTTPStatus.SEE_OTHER)
            if call is not None and call.relation_id is not None:
                return redirect(url_for("counter_rights.what"), HTTPStatus.SEE_OTHER)
            view = phone_calls.view_call(session, call, now=now()) if call else None
        return show(view) if view else redirect(url_for("counter_phone.show"), HTTPStatus.SEE_OTHER)

    return between_customers(shown)


def _to(page: str) -> Response:
    return redirect(url_for(f"counter_talk.{page}"), HTTPStatus.SEE_OTHER)


def _wish(view: CallView) -> Act | None:
    kept = _kept(view)
    return Act(kept["act"]) if kept else None


def _kept(view: CallView) -> dict[str, Any]:
    """What this caller wants, as it is kept during the call: the act, what stops, and whether it was done."""
    kept: dict[str, Any] = browser_session().get(WISH) or {}
    return kept if kept.get("call") == str(view.call.id) else {}


def _choose(view: CallView, form: WishForm, refused: str | None = None) -> str:
    form.act.choices = wishes(view)
    with database().reading() as session:
        unready = [
            (one.dossier_number, one.expires_on, url_for("prepare.resume", draft_id=one.id))
            for one in list_unready(session, view.call.id)
        ]
    return render_template("pages/counter/phone_talk.html", view=view, form=form, refused=refused, unready=unready)


def _take_wish(view: CallView) -> Page:
    form = WishForm()
    form.act.choices = wishes(view)
    if not form.validate():
        return _choose(view, form), HTTPStatus.UNPROCESSABLE_ENTITY
    chain = chosen_chain(form.act.data)
    wish = {"act": Act.TAKE_BACK.value, CHAIN: chain} if chain else {"act": form.act.data}
    browser_session()[WISH] = {"call": str(view.call.id)} | wish
    return _to("parts" if form.act.data in STOPS else "check")


def _parts(view: CallView, *, posted: bool) -> Page:
    act, kept = _wish(view), _kept(view)
    if act not in STOPS or act not in view.acts or act is None:
        return _to("choose")
    form = parts_form(view, act, kept)
    if posted and form.validate():
        try:
            browser_session()[WISH] = kept | keep_parts(view, form) | {"done": False}
        except Invalid as refusal:
            form.explain(refusal)
        else:
            return _to("check")
    page = render_template("pages/counter/phone_parts.html", view=view, form=form, choice=CHOICES[act])
    return (page, HTTPStatus.UNPROCESSABLE_ENTITY) if posted else page


def _check(view: CallView, *, posted: bool) -> Page:
    act = _wish(view)
    if act is None:
        return _to("choose")
    if not is_possible(view, act, asked_of(_kept(view))):
        return _to("done" if _was_done(view, act) else "choose")
    if act in STOPS and TYPES not in _kept(view):
        return _to("parts")
    form = _summary_form(view, act, posted)
    if not posted:
        return _show_summary(view, act, form)
    if not form.validate() or not _has_reason(form, act):
        return _show_summary(view, act, form), HTTPStatus.UNPROCESSABLE_ENTITY
    refusal = _act(view, act, form)
    if refusal is None:
        browser_session()[WISH] = _kept(view) | {"done": True}
    else:
        form.form_errors.append(refusal.sentence)
        return _show_summary(view, act, form), HTTPStatus.CONFLICT
    return _to("done")


def _summary_form(view: CallView, act: Act, posted: bool) -> SummaryForm:
    form = SummaryForm(request.form if posted else None)
    if act is Act.CONTEST:
        form.reason.label.text = "Wat klopt er niet?"
        form.reason.choices = [option(key, label) for key, label in contest_reasons(view.side == "giver").items()]
    elif act is Act.REFUSE:
        form.reason.label.text = "Waarom weigert de beller?"
        form.reason.description = MAY_STAY_EMPTY
        form.reason.choices = [option(key, label) for key, label in REASONS.items()]
    else:
        del form.reason
    if act is not Act.EXTEND:
        del form.months
    return form


def _has_reason(form: SummaryForm, act: Act) -> bool:
    if act is not Act.CONTEST or form.reason.data:
        return True
    form.reason.errors = [REASON_MISSING]
    return False


def _show_summary(view: CallView, act: Act, form: SummaryForm) -> str:
    return render_template(
        "pages/counter/phone_check.html",
        view=view, form=form, act=act, button_text=BUTTONS[act], is_red=act in RED, choice=CHOICES[act],
        sentences=told(view, act, asked_of(_kept(view))), before="parts" if act in STOPS else "choose",
    )  # fmt: skip


def _act(view: CallView, act: Act, form: SummaryForm) -> CoreError | None:
    reason = form.reason.data if form.reason is not None else None
    months = int(form.months.data) if form.months is not None else None
    try:
        with database().writing.begin() as session:
            actor = phone_calls.actor_of(view.call)
            asked = replace(asked_of(_kept(view)), reason=reason or None, months=months)
            phone_calls.act_by_phone(session, actor, act, asked=asked, policy=policy(), now=now())
    except (Conflict, Invalid, NotAllowed) as refusal:
        return refusal
    return None


def _done(view: CallView) -> Page:
    act = _wish(view)
    if act is None or not _was_done(view, act):
        return _to("choose")
    asked = asked_of(_kept(view))
    title = (title_of(view, asked) if act in STOPS else None) or DONE[act]
    return render_template(
        "pages/counter/phone_done.html",
        view=view, title=title, sentences=told(view, act, asked, done=True), can_do_more=bool(view.acts),
        is_red=act in RED,
    )  # fmt: skip


def _was_done(view: CallView, act: Act) -> bool:
    return bool(_kept(view).get("done")) or is_done(view.mandate, view.side, act, view.today)


def _send_overview(view: CallView) -> Page:
    try:
        with database().writing.begin() as session:
            actor = phone_calls.actor_of(view.call)
            order_overview(session, actor, view.call.party_id, policy=policy(), now=now())
    except (Conflict, NotAllowed) as refusal:
        return _choose(view, WishForm(None), refusal.sentence), HTTPStatus.CONFLICT
    return _to("overview_sent")


def _overview_sent(view: CallView) -> Page:
    with database().reading() as session:
        letter = find_overview_of(session, view.call.party_id, view.today)
    return render_template("pages/counter/phone_overview.html", view=view, letter=letter) if letter else _to("choose")


def is_unchecked(call: PhoneCall) -> bool:
    """Whether nobody knows who is on the line: there is no mandate to talk about."""
    return call.mandate_id is None and call.relation_id is None


def _hang_up() -> Page:
    with database().writing.begin() as session:
        call = phone_calls.find_open_call(session, current_user.person_id, now=now())
        if call is not None:
            phone_calls.end_call(session, phone_calls.actor_of(call), now=now())
    for one in (WISH, REFUSED_PAGES):
        browser_session().pop(one, None)
    return redirect(url_for("counter_phone.show"), HTTPStatus.SEE_OTHER)
