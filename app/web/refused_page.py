"""A page that says what is wrong, opened anew: an error is not the answer to a post, so that Back goes back.

The answer to a post may not be kept by the browser, so without scripts Back would ask to send the form again. The page
waits in the session instead, sealed, for one showing at the address that holds the form. It is shown as it was made,
and nothing is looked at again: a try that was counted is not counted twice. Questions of a wizard have a way of their
own, see `typed.py`.
"""

import base64
import zlib
from http import HTTPStatus
from typing import Any, TypeVar

from cryptography.exceptions import InvalidTag
from flask import Flask, Response, current_app, g, request

from app.web.databases import moment, vault
from app.web.guards import page_with_the_button, this_page
from app.web.htmx import is_partial
from app.web.sessions import REFUSED_PAGES, WITHOUT_SESSION, browser_session
from app.web.users import chosen_party_id, current_user

REFUSALS = {HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY}
# What somebody typed of these stands in the page again, and is written down nowhere. A password stands in no page.
NEVER_KEPT = ("code", "last_four", "voucher_last_four")
MOST_PAGES = 2  # that were refused beside each other
MOST_BYTES = 30_000  # of one page, packed
LONGEST_SECONDS = 2 * 60  # the browser asks for it at once; an older page may say what holds no more
View = TypeVar("View")


def install_refused_pages(app: Flask) -> None:
    """Answer a refused form with the way to the page that says why."""
    app.before_request(_show)
    app.after_request(_open_anew)


def in_place(view: View) -> View:
    """Mark a view whose page shows a secret by itself: that page waits nowhere."""
    view.in_place = True  # type: ignore[attr-defined]
    return view


def _open_anew(response: Response) -> Response:
    address = _address() if _may_wait(response) else None
    if address is not None and _keep(address, response):
        response.status_code = HTTPStatus.SEE_OTHER
        response.headers["Location"] = address
        response.set_data(b"")
    return response


def _may_wait(response: Response) -> bool:
    return (
        g.get("posted_to_a_view", False)
        and response.status_code in REFUSALS
        and response.mimetype == "text/html"
        and not is_partial(request)
        and not any(request.form.get(name) for name in NEVER_KEPT)
        and not getattr(current_app.view_functions.get(request.endpoint or ""), "in_place", False)
    )


def _keep(address: str, response: Response) -> bool:
    packed = zlib.compress(response.get_data())
    if len(packed) > MOST_BYTES:
        return False
    page = base64.b64encode(vault().seal(packed, _about(address))).decode("ascii")
    session = browser_session()
    others = [(key, one) for key, one in session.get(REFUSED_PAGES, {}).items() if key != address]
    kept = {"page": page, "status": response.status_code, "at": int(moment().timestamp()), "reader": _reader()}
    session[REFUSED_PAGES] = {**dict(others[1 - MOST_PAGES :]), address: kept}
    return True


def _show() -> Response | None:
    if request.path.startswith(WITHOUT_SESSION):
        return None
    # Who is refused before any view (from elsewhere, behind a hidden screen) has nothing to come back to.
    g.posted_to_a_view = request.method == "POST"
    session = browser_session()
    waiting = session.get(REFUSED_PAGES)
    address = _address() if waiting else None
    if not waiting or address not in waiting or is_partial(request):
        return None
    session[REFUSED_PAGES] = {key: one for key, one in waiting.items() if key != address}
    # A form that is sent from there before its page was looked at gets an answer of its own.
    return _page(waiting[address], address) if request.method == "GET" else None


def _page(kept: dict[str, Any], address: str) -> Response | None:
    if moment().timestamp() - kept["at"] > LONGEST_SECONDS or kept["reader"] != _reader():
        return None
    try:
        packed = vault().unseal(base64.b64decode(kept["page"]), _about(address))
    except InvalidTag:  # the key was changed meanwhile
        return None
    return Response(zlib.decompress(packed), kept["status"], mimetype="text/html")


def _address() -> str | None:
    """Where the form stands: what is in the address of this one goes along, of another one nothing is known."""
    page = page_with_the_button()
    return request.full_path.rstrip("?") if page in {request.path, this_page()} else page


def _about(address: str) -> str:
    return f"refused-page:{address}"


def _reader() -> list[str]:
    who = str(current_user.person_id) if current_user.is_authenticated else ""
    return [who, str(chosen_party_id() or "")]
