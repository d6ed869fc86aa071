"""How somebody signs in: the app that makes codes, and the codes on paper. For who has a password of ours."""

from collections.abc import Sequence
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.adapters.press.scan_codes import drawn_code
from app.core.errors import Invalid
from app.core.people import accounts, code_app, passkeys, recovery_codes, second_factors
from app.core.people.fresh import OWN_SIGN_IN, check_fresh
from app.core.people.sign_in_journal import list_given, list_guessed
from app.web.databases import database, moment, vault
from app.web.guards import is_local, signed_in
from app.web.pages.sign_in import factors_of, required_of_staff
from app.web.pages.sign_in_code import CodeForm
from app.web.pages.sign_in_fresh import after_fresh_sign_in
from app.web.passkeys import site
from app.web.printouts import on_paper, printed
from app.web.refused_page import in_place
from app.web.sessions import browser_session
from app.web.users import current_user

pages = Blueprint("own_sign_in", __name__, url_prefix="/mijn-aanmelding")

APP_ON = "De app staat aan. Vanaf nu vragen wij haar code na uw wachtwoord."
WORDS_OF_CODE = "Vierkante code voor uw app"
ABOUT = {
    "app-uit": "De app staat uit.", "passkey": "De passkey is bewaard.", "passkey-weg": "De passkey werkt niet meer."
}  # fmt: skip

Page = str | Response | tuple[str, int]


@pages.get("")
@signed_in
def show() -> str:
    """What this account asks, what can be added, and whether the codes on paper run out."""
    account_id = current_user.who.account_id
    with database().reading() as session:
        username, factors = accounts.username_of(session, account_id), second_factors.find_factors(session, account_id)
        keys = passkeys.list_passkeys(session, account_id)
        kept = second_factors.must_keep_last(session, account_id, required=required_of_staff())
        given = list_given(session, account_id, now=moment())
        guessed = list_guessed(session, account_id, now=moment())
    wanted = request.args.get("next", "")
    return render_template(
        "pages/sign_in/own.html", username=username, factors=factors, done=ABOUT.get(request.args.get("klaar", "")),
        next=wanted if is_local(wanted) else None, passkeys=keys, kept=kept,
        offered=site() is not None, given=given, guessed=guessed,
    )  # fmt: skip


@pages.post("/app/nieuw")
@signed_in
@after_fresh_sign_in
def begin_app() -> Response:
    """Make a key for an app, then show it."""
    with database().writing.begin() as session:
        code_app.begin_code_app(
            session, current_user.who.account_id, vault=vault(), proven_at=browser_session().proven_at, now=moment()
        )
    return redirect(url_for(".show_key"), HTTPStatus.SEE_OTHER)


@pages.get("/app")
@signed_in
@after_fresh_sign_in
def show_key() -> Page:
    """The key of an app that waits for its first code, to scan or to type."""
    return _render_key(CodeForm(None))


@pages.post("/app")
@signed_in
@after_fresh_sign_in
@in_place
def confirm_app() -> Page:
    """The app counts from its first right code; with it come the codes on paper, shown this once."""
    form, account_id, proven_at = CodeForm(), current_user.who.account_id, browser_session().proven_at
    if not form.validate():
        return _render_key(form, HTTPStatus.UNPROCESSABLE_ENTITY)
    with database().writing.begin() as session:
        fits = code_app.confirm_code_app(
            session, account_id, form.code.data, vault=vault(), proven_at=proven_at, now=moment()
        )
        codes = recovery_codes.make_recovery_codes(session, account_id, vault=vault(), now=moment()) if fits else ()
    if not fits:
        form.code.errors = [Invalid("factor_code_wrong", field="code").sentence]
        return _render_key(form, HTTPStatus.UNPROCESSABLE_ENTITY)
    return render_template("pages/sign_in/recovery_codes.html", codes=codes, done=APP_ON)


@pages.get("/app/uit")
@signed_in
def ask_off() -> Page:
    """Ask a fresh code before the app goes; where it may not, the page before says why."""
    account_id = current_user.who.account_id
    with database().reading() as session:
        kept = second_factors.must_keep_last(session, account_id, required=required_of_staff())
    if kept or not factors_of(account_id).code_app:
        return redirect(url_for(".show"), HTTPStatus.SEE_OTHER)
    return _render_asking("off", CodeForm(None))


@pages.post("/app/uit")
@signed_in
def take_off() -> Page:
    """Take the app and the codes on paper off, with a fresh code."""
    form, source = CodeForm(), request.remote_addr or "unknown"
    if not form.validate():
        return _render_asking("off", form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with database().writing.begin() as session:
            gone = second_factors.remove_factors(
                session, current_user.who.account_id, form.code.data, source, required=required_of_staff(),
                vault=vault(), now=moment(),
            )  # fmt: skip
        if not gone:
            raise Invalid("factor_code_wrong", field="code")
    except Invalid as refusal:
        form.code.errors = [refusal.sentence]
        return _render_asking("off", form), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for(".show", klaar="app-uit"), HTTPStatus.SEE_OTHER)


@pages.get("/codes")
@signed_in
def ask_codes() -> Page:
    """Before there are new codes on paper, ask a fresh code; of who may have none left, a proof of a moment ago."""
    if not factors_of(current_user.who.account_id).code_renews:
        check_fresh(browser_session().proven_at, OWN_SIGN_IN, now=moment())
    return _render_asking("codes", CodeForm(None))


@pages.post("/codes")
@signed_in
def make_codes() -> Page:
    """Make ten new codes, shown this once; the old ones work no more."""
    form, factors = CodeForm(), factors_of(current_user.who.account_id)
    if not factors.any:
        return redirect(url_for(".show"), HTTPStatus.SEE_OTHER)
    if factors.code_renews and not form.validate():
        return _render_asking("codes", form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        codes = _renew(form.code.data or "")
    except Invalid as refusal:
        form.code.errors = [refusal.sentence]
        return _render_asking("codes", form), HTTPStatus.UNPROCESSABLE_ENTITY
    return render_template("pages/sign_in/recovery_codes.html", codes=codes, done=None)


@pages.post("/codes/afdruk")
@signed_in
def print_codes() -> Page:
    """The codes that the page shows, on paper; the page sends them, because we cannot read them back. Newest only."""
    codes = request.form.getlist("code")
    with database().reading() as session:
        newest = recovery_codes.are_recovery_codes(session, current_user.who.account_id, codes, vault=vault())
    if not newest:
        return redirect(url_for(".show"), HTTPStatus.SEE_OTHER)
    return printed(render_template("pages/sign_in/recovery_codes.html", codes=codes, done=None, **on_paper()))


def _renew(code: str) -> Sequence[str]:
    proven_at, source = browser_session().proven_at, request.remote_addr or "unknown"
    with database().writing.begin() as session:
        codes = second_factors.renew_recovery_codes(
            session, current_user.who.account_id, code, source, proven_at=proven_at, vault=vault(), now=moment()
        )
    if codes is None:
        raise Invalid("factor_code_wrong", field="code")
    return codes


def _render_key(form: CodeForm, status: HTTPStatus = HTTPStatus.OK) -> Page:
    with database().reading() as session:
        key = code_app.find_new_key(
            session, current_user.who.account_id, vault=vault(), proven_at=browser_session().proven_at, now=moment()
        )
    if key is None:
        return redirect(url_for(".show"), HTTPStatus.SEE_OTHER)
    picture = drawn_code(key.address, WORDS_OF_CODE)
    return render_template("pages/sign_in/new_app.html", form=form, key=key, picture=picture), status


def _render_asking(what: str, form: CodeForm) -> Page:
    factors = factors_of(current_user.who.account_id)
    if not factors.any:
        return redirect(url_for(".show"), HTTPStatus.SEE_OTHER)
    return render_template("pages/sign_in/fresh_code.html", form=form, what=what, factors=factors)
