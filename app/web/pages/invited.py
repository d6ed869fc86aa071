"""Ik ben uitgenodigd als medewerker: who signed in gives what the letter or the e-mail says, and says yes or no.

Who said yes already without a sign-in ties this one to his rights here.
"""

import uuid
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.actor import Actor
from app.core.errors import Conflict, CoreError, Invalid, NotAllowed
from app.core.letters.codes import open_invitation
from app.core.rights.accepting import Invitation, accept_relation, read_invitation, refuse_relation
from app.core.rights.mail_numbers import open_by_mail
from app.core.rights.newcomers import tie_sign_in
from app.web.databases import database, moment, vault
from app.web.guards import signed_in
from app.web.pages.letter_code_forms import CodeForm, MailNumberForm
from app.web.sessions import browser_session
from app.web.users import current_user, occasion, signed_in_user

pages = Blueprint("invited", __name__, url_prefix="/uitgenodigd")
Page = str | Response | tuple[str, int]
KEY, ANSWERED = "invited", "invited_answered"
YES, NO, TIE = "ja", "nee", "koppel"
ACTS = {YES: accept_relation, NO: refuse_relation, TIE: tie_sign_in}
LONGEST_SILENCE = timedelta(minutes=15)


@pages.get("")
@signed_in
def start() -> Page:
    """The three that stand on the letter."""
    _refuse_clerk()
    return render_template("pages/invited/code.html", form=CodeForm(None))


@pages.post("")
@signed_in
def enter() -> Page:
    """Open the invitation, or say that the three do not fit, in the same words whatever the reason."""
    _refuse_clerk()
    form = CodeForm(request.form)
    return _entered(form, "pages/invited/code.html", "code", _open(form) if form.validate() else None)


@pages.get("/e-mail")
@signed_in
def start_with_mail() -> Page:
    """The number in the e-mail."""
    _refuse_clerk()
    return render_template("pages/invited/mail.html", form=MailNumberForm(None))


@pages.post("/e-mail")
@signed_in
def enter_with_mail() -> Page:
    """As with a letter."""
    _refuse_clerk()
    form = MailNumberForm(request.form)
    refusal = _open_mail(form) if form.validate() else None
    return _entered(form, "pages/invited/mail.html", "dossier_number", refusal)


@pages.get("/antwoord")
@signed_in
def show() -> Page:
    """Who invites, for what, until when."""
    return _ask(None)


@pages.post("/antwoord")
@signed_in
def answer() -> Page:
    """Say yes or no; once."""
    kept, given = _kept(), request.form.get("antwoord")
    if kept is None:
        answered = browser_session().get(ANSWERED)
        if answered is not None and answered["answer"] == given:
            return render_template("pages/invited/done.html", invitation=answered, accepted=given != NO)
        return redirect(url_for("invited.start"), HTTPStatus.SEE_OTHER)
    if given not in ACTS:
        return _ask(Invalid("invitation_answer_missing", field="antwoord"))
    try:
        with database().writing.begin() as session:
            invitation = read_invitation(session, kept, now=moment())
            ACTS[given](session, kept, invitation.relation_id, now=moment())
    except (Conflict, NotAllowed) as refusal:
        return _ask(refusal)
    browser_session().pop(KEY, None)
    # Who presses twice reads the same again.
    browser_session()[ANSWERED] = {"answer": given, "party": invitation.party, "rights": list(invitation.rights)}
    return render_template("pages/invited/done.html", invitation=invitation, accepted=given != NO)


def _entered(form: Any, template: str, field: str, refusal: CoreError | None) -> Page:  # noqa: ANN401 - a form
    """On to the question, or the same page with what is wrong, at `field` when it is about none."""
    if refusal is not None:
        form[refusal.field if isinstance(refusal, Invalid) else field].errors = [refusal.sentence]
    if form.errors or refusal is not None:
        return render_template(template, form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for("invited.show"), HTTPStatus.SEE_OTHER)


def _ask(refusal: CoreError | None) -> Page:
    kept = _kept()
    if kept is None:
        return redirect(url_for("invited.start"), HTTPStatus.SEE_OTHER)
    with database().reading() as session:
        invitation: Invitation = read_invitation(session, kept, now=moment())
    page = render_template(
        "pages/invited/answer.html", invitation=invitation, refusal=refusal.sentence if refusal else ""
    )
    if refusal is None:
        return page
    statuses = {NotAllowed: HTTPStatus.FORBIDDEN, Invalid: HTTPStatus.UNPROCESSABLE_ENTITY}
    return page, statuses.get(type(refusal), HTTPStatus.CONFLICT)


def _open(form: Any) -> CoreError | None:  # noqa: ANN401 - a form
    """Why the letter does not open, or None; a wrong try is committed all the same, because it counts."""
    with database().writing.begin() as session:
        try:
            letter = open_invitation(session, *form.three, source=_source(), vault=vault(), now=moment())
        except (Conflict, Invalid, NotAllowed) as refusal:
            return refusal
        browser_session()[KEY] = {"letter_id": letter.id, "party_id": letter.party_id, "at": moment()}
    return None


def _open_mail(form: Any) -> CoreError | None:  # noqa: ANN401 - a form
    """The same for the number in an e-mail; tries are counted by who is signed in, wherever he sits."""
    who = str(signed_in_user().person_id)
    with database().writing.begin() as session:
        try:
            invited = open_by_mail(session, *form.two, source=who, vault=vault(), now=moment())
        except (Invalid, NotAllowed) as refusal:
            return refusal
        browser_session()[KEY] = {"invitation_id": invited.id, "party_id": invited.party_id, "at": moment()}
    return None


def _kept() -> Actor | None:
    """Who signed in, with the letter or e-mail that he opened; None without one, or after 15 minutes."""
    _refuse_clerk()
    kept = browser_session().get(KEY)
    if kept is None or moment() - kept["at"] > LONGEST_SILENCE:
        return None
    person_id: uuid.UUID = signed_in_user().person_id
    if "invitation_id" in kept:
        return Actor.signed_in_with_mail(person_id, kept["invitation_id"], kept["party_id"], occasion())
    return Actor.signed_in_with_letter(person_id, kept["letter_id"], kept["party_id"], occasion())


def _source() -> str:
    return request.remote_addr or "unknown"


def _refuse_clerk() -> None:
    if current_user.is_clerk:
        abort(HTTPStatus.NOT_FOUND)
