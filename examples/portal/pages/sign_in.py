"""Signing in at the provider, back with a token of Mandaatloket, and out again at both."""

from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from examples.portal.errors import UserRefused
from examples.portal.parts import VISIT, parts
from examples.portal.provider import Mishap, provider, read_sign_out, read_user
from examples.portal.visits import Visit

WANTED = "wanted"  # in the cookie: which page he wanted
Page = str | Response | tuple[str, int]
pages = Blueprint("sign_in", __name__)
pages_of_machines = Blueprint("sign_out", __name__)


@pages.get("/aanmelden")
def depart() -> Page:
    """Send the browser to the provider, who asks nothing of who is signed in there; `anders` is for somebody else."""
    session[WANTED] = request.args.get("naar", "")
    asked = {"prompt": "login"} if "anders" in request.args else {}
    try:
        departure: Response = provider().authorize_redirect(parts().settings.url + url_for(".arrive"), **asked)
    except Mishap:
        return render_template("errors/provider_down.html"), HTTPStatus.SERVICE_UNAVAILABLE
    return departure


@pages.get("/aangemeld")
def arrive() -> Page:
    """Let in who comes back, with a token of Mandaatloket for him. Raises UserRefused for who gets none."""
    try:
        found = provider().authorize_access_token()
        claims, id_token = found["userinfo"], found["id_token"]
    except Mishap:
        return render_template("errors/not_signed_in.html"), HTTPStatus.FORBIDDEN
    try:
        user = read_user(claims)
    except KeyError as error:  # he came for himself, and this portal is for enterprises
        raise UserRefused from error
    known, wanted = parts(), session.get(WANTED, "")
    visit = Visit(user, id_token, known.mandaatloket.tokens.for_user(id_token), claims.get("sid"))
    before = known.visits.end(session.get(VISIT))
    if before is not None and before.user == user:
        visit.handed_over = before.handed_over  # the same person with a fresh token: he may be under way
    session.clear()
    session[VISIT] = known.visits.begin(visit)
    return redirect(wanted if _is_ours(wanted) else url_for("start.show"), HTTPStatus.SEE_OTHER)


@pages.post("/afmelden")
def leave() -> Page:
    """Out of here, and on to the provider, who tells Mandaatloket."""
    known = parts()
    visit = known.visits.end(session.get(VISIT))
    session.clear()
    if visit is None:
        return redirect(url_for("start.show"), HTTPStatus.SEE_OTHER)
    known.mandaatloket.tokens.close(visit.token)
    back = known.settings.url + url_for("start.show")
    try:
        place = provider().create_logout_url(post_logout_redirect_uri=back, id_token_hint=visit.id_token)["url"]
    except Mishap:
        return redirect(url_for("start.show"), HTTPStatus.SEE_OTHER)
    return redirect(place, HTTPStatus.SEE_OTHER)


@pages_of_machines.post("/afgemeld")
def hear() -> Response:
    """The provider says that somebody signed out there, from another application perhaps; he is out here too."""
    try:
        session_there = read_sign_out(request.form["logout_token"])
    except Mishap:
        return Response(status=HTTPStatus.BAD_REQUEST)
    parts().visits.end_session(session_there)
    return Response(status=HTTPStatus.NO_CONTENT)


def _is_ours(path: str) -> bool:
    parted = urlsplit(path)
    safe = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return safe and not parted.scheme and not parted.netloc
