"""Signing in at a provider: there, and back. Nothing of a token reaches the browser, the log or the database."""

import logging
from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.adapters.oidc import Provider, ProviderDown, TokenRefused
from app.config_providers import STAFF
from app.core.errors import CoreError
from app.core.people.signed_in import SignedIn
from app.core.people.web_sessions import Origin
from app.web.databases import moment, providers, settings
from app.web.guards import is_local, public
from app.web.newcomers import admit
from app.web.pages.sign_in import choose_party_of_arrival
from app.web.request_number import request_number
from app.web.sessions import browser_session
from app.web.staff_access import check_network
from app.web.users import begin_again, current_user
from app.web.users import sign_in as become

pages = Blueprint("sign_in_provider", __name__)
log = logging.getLogger(__name__)

Page = str | Response | tuple[str, int]

DEPARTURES = "departures"  # what the session remembers of who is under way, the oldest first
MOST_DEPARTURES = 5  # tabs
LONGEST_JOURNEY = 15 * 60  # seconds
NAMES_OF_ERRORS = {"access_denied", "login_required", "interaction_required", "consent_required", "server_error",
                   "temporarily_unavailable", "invalid_scope", "invalid_request", "unauthorized_client"}  # fmt: skip
OWN_CHOICE = {"access_denied", "login_required", "interaction_required", "consent_required"}
# What somebody can do something about: the provider does not tell us enough, or not that he is who he says.
NOT_HERE = {"no_group", "no_staff_number", "no_name", "too_many_groups", "acr_too_weak", "amr_missing"}


@pages.get("/aanmelden/bij/<any(citizen, staff):kind>")
@public("nobody is signed in before signing in")
def depart(kind: str) -> Page:
    """Send the browser to the provider; staff, and who opens a hidden screen, to prove anew who is there."""
    provider = providers().get(kind) or abort(HTTPStatus.NOT_FOUND)
    # Whoever has to prove again who he is, in the middle of something, stays who he was, as at a hidden screen.
    again = browser_session().locked or (current_user.is_authenticated and "opnieuw" in request.args)
    try:
        departure = provider.depart(_back(kind), fresh=_must_be_fresh(kind, again))
    except ProviderDown as down:
        return _down(kind, down, _again_address(kind, _wanted()) if again else None)
    under_way = asdict(departure) | {"kind": kind, "next": _wanted(), "again": again, "at": int(moment().timestamp())}
    del under_way["url"]
    browser_session()[DEPARTURES] = [*_departures()[-(MOST_DEPARTURES - 1) :], under_way]
    return redirect(departure.url, HTTPStatus.SEE_OTHER)


@pages.get("/aanmelden/terug/<any(citizen, staff):kind>")
@public("nobody is signed in before signing in")
def arrive(kind: str) -> Page:
    """Let in who comes back with the answer to our own question, and nobody else."""
    provider = providers().get(kind) or abort(HTTPStatus.NOT_FOUND)
    again = None
    try:
        under_way = _recall(kind, provider)
        again = _again_address(kind, under_way["next"]) if under_way["again"] else None
        claims = provider.arrive(
            _code(), _back(kind), nonce=under_way["nonce"], verifier=under_way["verifier"], now=moment(),
            fresh=_must_be_fresh(kind, under_way["again"]),
        )  # fmt: skip
        return _let_in(kind, claims, under_way)
    except ProviderDown as down:
        return _down(kind, down, again)
    except TokenRefused as refusal:
        return _refuse(kind, refusal.reason, again=again)
    except CoreError as refusal:
        return _refuse(kind, refusal.code, refusal.sentence, again=again)


def _must_be_fresh(kind: str, again: bool) -> bool:
    # A counter is a room with strangers in it, and the browser there is still signed in at the provider: after signing
    # out here, or after the silence that does so, whoever sits down would be the clerk.
    return again or kind == STAFF


def _recall(kind: str, provider: Provider) -> dict[str, Any]:
    """What we remember of the departure to which this is the answer; it answers one time only."""
    kept = _departures()
    under_way = next((one for one in kept if one["state"] == request.args.get("state")), None)
    if under_way is None:
        raise TokenRefused("unknown_state")
    browser_session()[DEPARTURES] = [one for one in kept if one is not under_way]
    if under_way["kind"] != kind or request.args.get("iss", provider.settings.issuer) != provider.settings.issuer:
        raise TokenRefused("other_provider")
    if moment().timestamp() - under_way["at"] > LONGEST_JOURNEY:
        raise TokenRefused("too_late")
    return under_way


def _departures() -> list[dict[str, Any]]:
    return list(browser_session().get(DEPARTURES) or [])


def _code() -> str:
    error = request.args.get("error")
    if error is not None:
        raise TokenRefused(error if error in NAMES_OF_ERRORS else "provider_error")
    code = request.args.get("code", "")
    if not code:
        raise TokenRefused("no_code")
    return code


def _let_in(kind: str, claims: dict[str, Any], under_way: dict[str, Any]) -> Response:
    who, number = admit(kind, claims)
    check_network(who)
    wanted = under_way["next"] or url_for("start.show")
    origin = Origin.of_sign_in(kind, claims)
    if under_way["again"] and not _changed_desks(who):
        _open_screen(who, origin)
    else:
        become(who, origin)
        if not who.desk and not choose_party_of_arrival(who, number):
            wanted = url_for("sign_in.choose_party", next=wanted)
    log.info("signed in", extra={"provider": kind})
    return redirect(wanted, HTTPStatus.SEE_OTHER)


def _changed_desks(who: SignedIn) -> bool:
    # What stood on the screen is of a desk where he no longer works; a move ended all that he had open besides.
    return _was_here(who) and current_user.desk != who.desk


def _was_here(who: SignedIn) -> bool:
    return bool(current_user.is_authenticated and current_user.person_id == who.person_id)


def _open_screen(who: SignedIn, origin: Origin) -> None:
    # Who goes on is who was here: the answers of the customer are his clerk's.
    if not _was_here(who):
        raise TokenRefused("somebody_else")
    session = browser_session()
    session.locked = False
    session.renew()
    session.origin = origin  # the fresh sign-in may have begun another session there
    begin_again()


def _wanted() -> str:
    wanted = request.args.get("next", "")
    return wanted if is_local(wanted) else ""


def _back(kind: str) -> str:
    return settings().sign_in.public_url + url_for(".arrive", kind=kind)


def _again_address(kind: str, wanted: str) -> str:
    """Where somebody who stays signed in tries once more to prove it, for the page that he wanted."""
    return url_for(".depart", kind=kind, opnieuw=1, next=wanted or None)


def _down(kind: str, down: ProviderDown, again: str | None) -> Page:
    log.error("provider down", extra={"provider": kind, "kind": down.reason})
    page = render_template("pages/sign_in/down.html", next=_wanted(), staff=kind == STAFF, again=again)
    return page, HTTPStatus.SERVICE_UNAVAILABLE


def _refuse(kind: str, reason: str, sentence: str | None = None, *, again: str | None) -> Page:
    """Say why; with `again` to who only had to prove anew who he is, and stays signed in as he was."""
    log.warning("sign-in refused", extra={"provider": kind, "kind": reason})
    page = render_template(
        "pages/sign_in/refused.html", number=request_number(), sentence=sentence, staff=kind == STAFF,
        own_choice=reason in OWN_CHOICE, reason=reason if reason in NOT_HERE else None,
        again=again if current_user.is_authenticated else None,
    )  # fmt: skip
    return page, HTTPStatus.FORBIDDEN
