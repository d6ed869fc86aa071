"""Signing out at both ends: there, after signing out here; and here, when the provider says who left there."""

import logging
import secrets
from http import HTTPStatus

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.adapters.oidc import ProviderDown, TokenRefused
from app.adapters.oidc.claims import subject_of
from app.adapters.oidc.sign_outs import SignOut
from app.config_providers import STAFF
from app.core.errors import Conflict
from app.core.people.provider_sessions import end_by_provider, use_token
from app.core.people.web_sessions import Origin
from app.web.databases import database, moment, providers, settings
from app.web.guards import public
from app.web.sessions import browser_session

pages = Blueprint("sign_out_provider", __name__)
log = logging.getLogger(__name__)

LEAVING = "leaving"  # at which provider somebody is still to be signed out, in the new and empty session
STATE_BYTES = 16


def leave_provider_too(origin: Origin | None) -> Response:
    """After signing out here: on to the provider where somebody signed in, or to the page that says that it is done."""
    if origin is None or origin.provider not in providers():
        return redirect(url_for("sign_in.signed_out"), HTTPStatus.SEE_OTHER)
    browser_session()[LEAVING] = origin.provider
    return redirect(url_for("sign_out_provider.leave"), HTTPStatus.SEE_OTHER)


@pages.get("/afmelden/ook-daar")
@public("who signed out here is nobody")
def leave() -> Response:
    """A page from which the browser goes on by itself: our policy keeps home whatever answers a form."""
    response = Response(render_template("pages/sign_in/leaving.html"), mimetype="text/html")
    response.headers["Refresh"] = f"0; url={url_for('.go')}"
    return response


@pages.get("/afmelden/daar")
@public("who signed out here is nobody")
def go() -> Response:
    """Send who just signed out here to the provider, once; anybody else stays here."""
    kind = browser_session().pop(LEAVING, None)
    provider = providers().get(kind or "")
    if provider is None:
        return redirect(url_for("sign_in.signed_out"), HTTPStatus.SEE_OTHER)
    back = settings().sign_in.public_url + url_for("sign_in.signed_out")
    try:
        address = provider.leave(back, state=secrets.token_urlsafe(STATE_BYTES))
    except ProviderDown as down:
        log.error("provider down", extra={"provider": kind, "kind": down.reason})
        return redirect(url_for("sign_in.signed_out", nog="1"), HTTPStatus.SEE_OTHER)
    if address is None:
        return redirect(url_for("sign_in.signed_out", nog="1"), HTTPStatus.SEE_OTHER)
    return redirect(address, HTTPStatus.SEE_OTHER)


@pages.post("/aanmelden/afgemeld/<any(citizen, staff):kind>")
@public("a provider says it, with a token that it signed")
def hear(kind: str) -> Response:
    """A provider says who left there (back-channel): whatever that person has open here by way of it ends at once."""
    provider = providers().get(kind) or abort(HTTPStatus.NOT_FOUND)
    now = moment()
    try:
        said = provider.read_sign_out(request.form.get("logout_token"), now=now)
        issuer = provider.settings.issuer
        with database().writing.begin() as session:
            use_token(session, issuer, said.number, until=said.until)
            subject = _subject(kind, issuer, said)
            count = end_by_provider(session, Origin.of(kind, issuer, said.sid), subject, now=now)
    except TokenRefused as refusal:
        return _not_heard(kind, refusal.reason)
    except Conflict as refusal:
        return _not_heard(kind, refusal.code)
    except ProviderDown as down:
        log.error("provider down", extra={"provider": kind, "kind": down.reason})
        return _nothing(HTTPStatus.SERVICE_UNAVAILABLE)
    log.info("signed out by the provider", extra={"provider": kind, "count": count})
    return _nothing(HTTPStatus.OK)


def _subject(kind: str, issuer: str, said: SignOut) -> str | None:
    """Who left, as we know him; None when only the session there is named. Raises TokenRefused when nothing is."""
    claim = settings().sign_in.staff.subject if kind == STAFF else "sub"
    name = said.sub if claim == "sub" else said.claims.get(claim)
    if isinstance(name, str):
        return subject_of(issuer, name)
    if said.sid is None:
        raise TokenRefused("wrong_sub")
    return None


def _not_heard(kind: str, reason: str) -> Response:
    log.warning("sign-out refused", extra={"provider": kind, "kind": reason})
    return _nothing(HTTPStatus.BAD_REQUEST)


def _nothing(status: HTTPStatus) -> Response:
    return Response(status=status, mimetype="text/plain")
