"""Signing in and out, and choosing for whom one works today."""

import uuid
from collections.abc import Sequence
from http import HTTPStatus

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.clock import brussels_day
from app.core.errors import Invalid, NotAllowed
from app.core.people import accounts, parties, standing
from app.core.people.provider_sessions import end_calls_of
from app.core.people.sealed import is_behind_glass
from app.core.people.second_factors import Factors, check_second_factor, find_factors
from app.translations.formats import enterprise_number_text
from app.web.databases import database, moment, settings
from app.web.fields import ChoiceField, TextField, option
from app.web.form import Form
from app.web.guards import is_local, public, signed_in
from app.web.pages.sign_out_provider import leave_provider_too
from app.web.passkeys import passkey_question
from app.web.sessions import LEFT, TYPED, browser_session
from app.web.staff_access import check_network
from app.web.users import choose_party as remember_party
from app.web.users import chosen_party_id, current_user
from app.web.users import sign_in as become
from app.web.users import sign_out as become_nobody

pages = Blueprint("sign_in", __name__)

Page = str | Response | tuple[str, int]

HALF_WAY = "half_way"  # whose password was right and whose code is still asked, and since when
CAME_FOR = "came_for"  # the number of an enterprise for which somebody signed in elsewhere, and may not act here


class SignInForm(Form):
    """A name and a password."""

    username = TextField("Naam", missing="Uw naam ontbreekt nog. Vul de naam in waarmee u zich aanmeldt.", longest=60)
    password = TextField("Wachtwoord", missing="Uw wachtwoord ontbreekt nog. Vul het in.", longest=1000)


class PartyForm(Form):
    """For whom one works."""

    party = ChoiceField(missing="U hebt nog niet gekozen. Kies namens wie u werkt.")


@pages.get("/aanmelden")
@public("nobody is signed in before signing in")
def show() -> Page:
    """The question who you are; after half an hour of silence it also says why it is asked again."""
    if current_user.is_authenticated:
        return go_on()
    return render_sign_in(SignInForm(), expired=browser_session().expired)


@pages.post("/aanmelden")
@public("nobody is signed in before signing in")
def enter() -> Page:
    """Sign in, or say that name and password do not fit."""
    if not settings().sign_in.passwords:
        abort(HTTPStatus.NOT_FOUND)
    form = SignInForm()
    if not form.validate():
        return render_sign_in(form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        who = check(form.username.data, form.password.data)
        check_door(who, behind_glass=False)
        check_network(who)
        factors = factors_asked(who)
    except (Invalid, NotAllowed) as refusal:
        form.username.errors = [refusal.sentence]
        return render_sign_in(form), HTTPStatus.UNPROCESSABLE_ENTITY
    if factors.any:
        return ask_code(who)
    let_in(who)
    return go_on()


@pages.post("/afmelden")
@public("who is not signed in any more may still press the button")
def sign_out() -> Response:
    """End the session, here and on our side; who came by a provider leaves there too."""
    origin = browser_session().origin
    if origin is not None:
        with database().writing.begin() as session:
            end_calls_of(session, origin, now=moment())
    become_nobody()
    return leave_provider_too(origin)


@pages.get("/afgemeld")
@public("who signed out is nobody")
def signed_out() -> str:
    """That it is done, and that Back shows nothing."""
    return render_template("pages/signed_out.html", still_there="nog" in request.args)


@pages.get("/meer-tijd")
@signed_in
def more_time() -> tuple[str, int]:
    """Somebody is still there, and is given another half hour; asked for by the dialog that warns."""
    browser_session().modified = True
    return "", HTTPStatus.NO_CONTENT


@pages.get("/namens-wie")
@signed_in
def choose_party() -> Page:
    """For whom do you work today?"""
    return render_choice(party_form(own_parties(), formdata=None))


@pages.post("/namens-wie")
@signed_in
def take_party() -> Page:
    """Remember the answer and go on."""
    own = own_parties()
    form = party_form(own, formdata=request.form)
    if not form.party.choices:
        return redirect(url_for("sign_in.choose_party", next=next_address()), HTTPStatus.SEE_OTHER)
    if not form.validate():
        return render_choice(form), HTTPStatus.UNPROCESSABLE_ENTITY
    chosen = uuid.UUID(form.party.data)
    remember_party(chosen, next(one.name for one in own if one.party_id == chosen))
    browser_session().pop(CAME_FOR, None)
    return go_on()


@pages.post("/in-eigen-naam")
@signed_in
def take_own_name() -> Response:
    """Somebody acts in his or her own name, with an enterprise or without."""
    with database().writing.begin() as session:
        own = parties.ensure_person_party(session, current_user.person_id)
    remember_party(own.id, current_user.name)
    browser_session().pop(CAME_FOR, None)
    return go_on()


def check(username: str, password: str) -> accounts.SignedIn:
    """Who this is; Invalid, in the same words, for a name that does not exist and a password that does not fit."""
    source = request.remote_addr or "unknown"
    with database().writing.begin() as session:
        account = accounts.begin_sign_in(session, username, source, now=moment())
    if not accounts.password_fits(account, password) or account is None:
        raise Invalid("sign_in_wrong", field="username")
    with database().writing.begin() as session:
        accounts.finish_sign_in(session, account, password, source)
        who = accounts.find_signed_in(session, account.id)
    if who is None:
        raise Invalid("sign_in_wrong", field="username")
    return who


def factors_of(account_id: uuid.UUID) -> Factors:
    """What an account asks besides its password."""
    with database().reading() as session:
        return find_factors(session, account_id)


def check_door(who: accounts.SignedIn, *, behind_glass: bool) -> None:
    """Refuse an account for emergencies at the ordinary door, and any other at that of emergencies, as a wrong name."""
    with database().reading() as session:
        if is_behind_glass(session, who.account_id) != behind_glass:
            raise Invalid("sign_in_wrong", field="username")


def factors_asked(who: accounts.SignedIn) -> Factors:
    """What is asked after this password; NotAllowed where a desk must have something besides and has not."""
    with database().reading() as session:
        return check_second_factor(session, who, required=required_of_staff())


def required_of_staff() -> bool:
    """Whether a password alone opens no desk here."""
    return settings().sign_in.access.second_factor


def ask_code(who: accounts.SignedIn) -> Response:
    """Remember that the password was right, and ask the code that belongs to it on the next page."""
    session = browser_session()
    session.renew(empty=True, but=(TYPED, LEFT))
    session[HALF_WAY] = {"account": str(who.account_id), "at": int(moment().timestamp())}
    return redirect(url_for("sign_in_code.show", next=next_address()), HTTPStatus.SEE_OTHER)


def let_in(who: accounts.SignedIn) -> None:
    """From now on this browser is `who`, for his only party when he has one."""
    become(who)
    if not who.desk:
        choose_only_party(who)


def choose_only_party(who: accounts.SignedIn) -> None:
    """Who works for one party alone is not asked for which."""
    found = parties_of(who.person_id)
    if len(found) == 1:
        remember_party(found[0].party_id, found[0].name)


def choose_party_of_arrival(who: accounts.SignedIn, number: str | None) -> bool:
    """Work for the enterprise with this number, for which somebody signed in at a provider; whether that may be.

    Without a number whoever has one party works for that one, and there is nothing to be refused.
    """
    if number is None:
        choose_only_party(who)
        return True
    found = next((one for one in parties_of(who.person_id) if one.number == number), None)
    if found is None:
        browser_session()[CAME_FOR] = number
        return False
    remember_party(found.party_id, found.name)
    return True


def own_parties() -> Sequence[standing.Standing]:
    """The parties for which the person signed in may act today."""
    return parties_of(current_user.person_id)


def parties_of(person_id: uuid.UUID) -> Sequence[standing.Standing]:
    """The parties for which somebody may act today; a party is made the first time it is seen."""
    with database().writing.begin() as session:
        return standing.list_parties(session, person_id, brussels_day(moment()))


def party_form(found: Sequence[standing.Standing], formdata: object) -> PartyForm:
    """The form with these parties to choose from."""
    form = PartyForm(formdata, data={"party": str(chosen_party_id() or "")})
    form.party.choices = [
        option(
            str(party.party_id),
            party.name,
            lines=[f"Ondernemingsnummer {enterprise_number_text(party.number)}"] if party.number else [],
        )
        for party in found
    ]
    return form


def render_choice(form: PartyForm) -> str:
    """The question, and why the enterprise for which somebody signed in is not among the answers."""
    came_for = browser_session().get(CAME_FOR)
    return render_template("pages/choose_party.html", form=form, next=next_address(), came_for=came_for)


def render_sign_in(form: SignInForm, *, expired: bool = False) -> str:
    """The page, with the people of the demo when this is one."""
    people: Sequence[tuple[str, str, str]] = ()
    if settings().demo:
        with database().reading() as session:
            people = accounts.list_demo_accounts(session)
    ways = settings().sign_in
    return render_template(
        "pages/sign_in.html", form=form, expired=expired, closed=browser_session().why_closed, people=people,
        next=next_address(), providers=ways.providers, passwords=ways.passwords,
        passkey=passkey_question() if ways.passwords else None,
    )  # fmt: skip


def next_address() -> str:
    """Where to go afterwards: the page that sent somebody here, if it is one of ours."""
    wanted = request.args.get("next", "")
    return wanted if is_local(wanted) else url_for("start.show")


def go_on() -> Response:
    """On to where somebody was going."""
    return redirect(next_address(), HTTPStatus.SEE_OTHER)

