"""Who was invited to work for an organisation begins at the counter: the letter, what he gets, his yes or no."""

from functools import partial
from http import HTTPStatus
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.actor import Actor
from app.core.counter.home import Customer
from app.core.counter.visits import record_consent
from app.core.errors import Conflict, CoreError, Invalid, NotAllowed
from app.core.letters.codes import open_invitation
from app.core.permits.newcomer import accept_about
from app.core.rights.accepting import Invitation, read_invitation, refuse_about, refuse_relation
from app.core.rights.held import words_for_letter
from app.core.rights.newcomers import accept_newcomer
from app.db import Session
from app.web.actors import current_actor, now
from app.web.consent_words import WRITTEN_DOWN
from app.web.databases import database, policy, vault
from app.web.fields import TextField, TickField
from app.web.form import Form
from app.web.guards import clerk_only
from app.web.look_words import CLOSE_HINT, COLLEAGUE_CLOSE_TO_ME
from app.web.pages.counter.open_visit import customer_or_home
from app.web.pages.letter_code_forms import CODE_MISSING, check_code, parse_dossier_number, parsed
from app.web.pages.looked_at import done_or_asked
from app.web.pages.mandate_acts import NOT_READ
from app.web.sessions import browser_session

pages = Blueprint("counter_newcomer", __name__, url_prefix="/loket/klant/uitnodiging")
KEPT = "newcomer"
YES, NO = "ja", "nee"
NUMBER_MISSING = "Het dossiernummer ontbreekt nog. Het heeft 12 cijfers en staat bovenaan op de brief."
Page = str | Response | tuple[str, int]


class LetterForm(Form):
    """What stands on the letter that the customer holds; the enterprise is that of the visit."""

    dossier_number = TextField("Dossiernummer", missing=NUMBER_MISSING, longest=40)
    code = TextField("Code", missing=CODE_MISSING, longest=40)

    def validate_dossier_number(self, field: TextField) -> None:
        """Twelve digits that belong together; a slip of the pen costs no try."""
        parsed(parse_dossier_number, field)

    def validate_code(self, field: TextField) -> None:
        """Eight signs that can stand in a code."""
        check_code(field)


class AnswerForm(Form):
    """That it was read aloud, and whether the clerk is close to who begins."""

    agreed = TickField("Voorgelezen. De klant antwoordde zelf.", missing=NOT_READ)
    close = TickField(COLLEAGUE_CLOSE_TO_ME, missing=None, description=CLOSE_HINT)


@pages.get("")
@clerk_only
def start() -> Page:
    """The two that stand on the letter."""
    return customer_or_home(lambda customer: _start(customer, LetterForm(None)))


@pages.post("")
@clerk_only
def enter() -> Page:
    """Open the invitation; a wrong try counts as at every door."""
    return customer_or_home(_enter)


@pages.get("/antwoord")
@clerk_only
def show() -> Page:
    """Who invites, for what, until when: to read aloud."""
    return customer_or_home(lambda customer: _ask(customer, AnswerForm(None), None))


@pages.post("/antwoord")
@clerk_only
def answer() -> Page:
    """Keep what the customer said, once; where a colleague has to look first, ask him."""
    return customer_or_home(_answer)


def _start(customer: Customer, form: LetterForm) -> str:
    return render_template("pages/counter/newcomer_letter.html", form=form, customer=customer)


def _enter(customer: Customer) -> Page:
    form = LetterForm()
    refusal = _open(form, customer) if form.validate() else None
    if refusal is not None:
        field = refusal.field if isinstance(refusal, Invalid) and refusal.field in form else "code"
        form[field].errors = [refusal.sentence]
    if form.errors or refusal is not None:
        return _start(customer, form), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for("counter_newcomer.show"), HTTPStatus.SEE_OTHER)


def _open(form: LetterForm, customer: Customer) -> CoreError | None:
    """Why the letter does not open, or None; a wrong try is committed all the same, because it counts."""
    actor, number = current_actor(), parse_dossier_number(form.dossier_number.data or "")
    three = (number, form.code.data or "", customer.enterprise_number or "")
    with database().writing.begin() as session:
        try:
            source = f"counter:{actor.actor_id}"
            letter = open_invitation(session, *three, source=source, vault=vault(), now=now())
        except (Conflict, Invalid, NotAllowed) as refusal:
            return refusal
        browser_session()[KEPT] = {"visit": actor.visit_id, "letter": letter.id}
    return None


def _with_letter() -> Actor | None:
    """The clerk with this customer and the letter that he showed; None before it was opened in this visit."""
    actor, kept = current_actor(), browser_session().get(KEPT)
    return actor.with_his_letter(kept["letter"]) if kept and kept["visit"] == actor.visit_id else None


def _answer(customer: Customer) -> Page:
    actor, form, said = _with_letter(), AnswerForm(), request.form.get("antwoord")
    if actor is None or not form.validate():
        return _ask(customer, form, None)
    if said not in {YES, NO}:
        return _ask(customer, form, Invalid("newcomer_answer_missing", field="antwoord"))
    try:
        with database().writing.begin() as session:
            invitation = read_invitation(session, actor, now=now())
            look_id = _do(session, actor, invitation, accepts=said == YES, close=bool(form.close.data))
    except (Conflict, NotAllowed) as refusal:
        return _ask(customer, form, refusal)
    if look_id is not None:
        return redirect(url_for("counter_looks.asked", look_id=look_id), HTTPStatus.SEE_OTHER)
    return render_template(
        "pages/counter/newcomer_done.html", invitation=invitation, customer=customer, accepted=said == YES
    )


def _do(session: Session, actor: Actor, invitation: Invitation, *, accepts: bool, close: bool) -> Any:  # noqa: ANN401
    """Do it, or the number of the look that was asked."""
    relation_id, moment = invitation.relation_id, now()
    about = (accept_about if accepts else refuse_about)(relation_id)
    record_consent(session, actor, about, now=moment, close=close)
    if not accepts:
        refuse_relation(session, actor, relation_id, now=moment)
        return None
    begin = partial(accept_newcomer, session, actor, relation_id, policy=policy(), now=moment)
    return done_or_asked(session, actor, begin)


def _ask(customer: Customer, form: AnswerForm, refusal: CoreError | None) -> Page:
    actor = _with_letter()
    if actor is None:
        return redirect(url_for("counter_newcomer.start"), HTTPStatus.SEE_OTHER)
    with database().reading() as session:
        invitation = read_invitation(session, actor, now=now())
    page = render_template(
        "pages/counter/newcomer_answer.html", invitation=invitation, customer=customer, form=form,
        refusal=refusal.sentence if refusal else "", script_lines=_script(invitation),
    )  # fmt: skip
    if refusal is None:
        return (page, HTTPStatus.UNPROCESSABLE_ENTITY) if form.errors else page
    statuses = {NotAllowed: HTTPStatus.FORBIDDEN, Invalid: HTTPStatus.UNPROCESSABLE_ENTITY}
    return page, statuses.get(type(refusal), HTTPStatus.CONFLICT)


def _script(invitation: Invitation) -> list[str]:
    return [
        f"{invitation.invited_by} duidde u aan als medewerker van {invitation.party}. U krijgt dit recht:",
        *(f"{one}." for one in words_for_letter(invitation.granted)),
        "U bent niet verplicht om ja te zeggen. U kunt dit recht elke dag opgeven.",
        f"{WRITTEN_DOWN} Aanvaardt u dit recht?",
    ]
