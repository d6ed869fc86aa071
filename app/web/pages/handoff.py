"""Somebody comes from another application, which gave him a link: what for, and on to the questions; and back again."""

import uuid
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.clock import brussels_day
from app.core.errors import NotAllowed, NotFound
from app.core.handoffs.making import HandoffWish
from app.core.handoffs.opening import Draft, PartyNeeded, Seen, State, look_at, open_handoff
from app.core.handoffs.returning import return_from_draft, return_from_link
from app.core.people.parties import get_party_name
from app.core.people.standing import list_parties
from app.translations.formats import enterprise_number_text, list_text
from app.web.actors import current_actor, now
from app.web.databases import database, policy, vault
from app.web.guards import public, signed_in
from app.web.users import choose_party, current_user
from app.web.wizards import ask, give
from app.web.wizards.pages import WizardPages
from app.web.wizards.prefill import fill_in

pages = Blueprint("handoff", __name__, url_prefix="/overgang")

Page = str | Response | tuple[str, int]
WIZARDS: dict[str, WizardPages] = {one.name: one for one in (give.PAGES, ask.PAGES)}
OPEN = "pages/handoff/open.html"
OVER = {State.ENDED, State.EXPIRED}


@pages.get("/<token>")
@public("who comes from another application is told for what before he signs in")
def show(token: str) -> Page:
    """From which application he comes and for what; or on to the questions, once he began."""
    try:
        with database().reading() as session:
            seen = look_at(session, _person_id(), token, vault(), now=now())
            if seen.draft is not None and seen.state in {State.RUNNING, State.SENT}:
                return _to_draft(*seen.draft)
            return _render(seen, token)
    except NotFound:
        return _closed("unknown"), HTTPStatus.NOT_FOUND


@pages.post("/<token>")
@signed_in
def begin(token: str) -> Page:
    """Make the draft and go to the first question that is open; somebody who began goes on."""
    if current_user.is_clerk:
        return _closed("staff"), HTTPStatus.FORBIDDEN
    try:
        with database().writing.begin() as session:
            wizard, draft_id = _begin(session, token)
    except PartyNeeded:
        return redirect(url_for("sign_in.choose_party", next=url_for(".show", token=token)), HTTPStatus.SEE_OTHER)
    except NotFound:
        return redirect(url_for(".show", token=token), HTTPStatus.SEE_OTHER)
    except NotAllowed as refusal:
        return _refused(token, refusal), HTTPStatus.FORBIDDEN
    return _to_draft(wizard, draft_id)


@pages.get("/<token>/terug")
@public("who did not begin may go back")
def back(token: str) -> Page:
    """Back to the application, by whoever did not begin or came too late."""
    actor = current_actor() if current_user.is_authenticated and not current_user.is_clerk else None
    try:
        with database().writing.begin() as session:
            seen = look_at(session, _person_id(), token, vault(), now=now())
            return redirect(return_from_link(session, actor, seen, now=now()), HTTPStatus.SEE_OTHER)
    except NotFound:
        return _closed("unknown"), HTTPStatus.NOT_FOUND


@pages.get("/terug/<uuid:handoff_id>")
@signed_in
def back_from_draft(handoff_id: uuid.UUID) -> Page:
    """Back to the application with what came of it."""
    try:
        with database().reading() as session:
            return redirect(return_from_draft(session, current_actor(), handoff_id, now=now()), HTTPStatus.SEE_OTHER)
    except NotFound:
        return _closed("unknown"), HTTPStatus.NOT_FOUND


def _person_id() -> uuid.UUID | None:
    found: uuid.UUID | None = current_user.person_id if current_user.is_authenticated else None
    return found


def _begin(session: object, token: str) -> tuple[str, uuid.UUID]:
    actor = current_actor()
    draft, wish = open_handoff(session, actor, token, vault(), policy=policy(), now=now())
    choose_party(draft.party_id, get_party_name(session, draft.party_id))
    if not draft.answers and draft.mandate_id is None:
        fill_in(WIZARDS[draft.wizard], session, draft.id, wish, _parties(session, draft, wish))
    return draft.wizard, draft.id


def _parties(session: object, draft: Draft, wish: HandoffWish) -> int:
    """Between how many of his parties he can choose: the application may have said which one it is."""
    if (wish.giver if draft.wizard == give.PAGES.name else wish.holder) is not None:
        return 1
    return sum(one.manages for one in list_parties(session, current_user.person_id, brussels_day(now())))


def _to_draft(wizard: str, draft_id: uuid.UUID) -> Response:
    return redirect(url_for(f"{wizard}.resume", draft_id=draft_id), HTTPStatus.SEE_OTHER)


def _render(seen: Seen, token: str) -> Page:
    if seen.state in OVER:
        return _closed(seen.state, seen, token), HTTPStatus.GONE
    clerk = current_user.is_authenticated and current_user.is_clerk
    return _closed("staff") if clerk else render_template(OPEN, handoff=seen, token=token, rows=_rows(seen))


def _rows(seen: Seen) -> list[dict[str, str]]:
    """What the application passed on and exists."""
    sides = {"Mandaatgever": seen.giver, "Mandaatnemer": seen.holder}
    rows = [
        {"key": label, "value": f"{one.name}, ondernemingsnummer {enterprise_number_text(one.number)}"}
        for label, one in sides.items() if one and one.name
    ]
    what = seen.group or list_text([one.name for one in seen.types])
    return [*rows, {"key": "Waarvoor?", "value": what}] if what else rows


def _refused(token: str, refusal: NotAllowed) -> str:
    with database().reading() as session:
        seen = look_at(session, _person_id(), token, vault(), now=now())
    return _closed("refused", seen, token, refusal.sentence)


def _closed(why: str, seen: Seen | None = None, token: str = "", sentence: str = "") -> str:
    return render_template("pages/handoff/closed.html", why=why, handoff=seen, token=token, sentence=sentence)
