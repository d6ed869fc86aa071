"""Who may open a page. Every view has one of these; a test walks the addresses and asks."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import abort, current_app, redirect, request, url_for
from flask.globals import request_ctx

from app.core.counter.visits import find_open_visit
from app.core.people.roles import ADMINISTRATOR, DOMAIN_MANAGER, RoleKind
from app.web.databases import database
from app.web.roles import my_roles
from app.web.users import chosen_party_id, current_user

View = TypeVar("View", bound=Callable[..., Any])


def public(why: str) -> Callable[[View], View]:
    """Everybody may open it; `why` says why that is right."""

    def mark(view: View) -> View:
        view.guard, view.guard_reason = "public", why  # type: ignore[attr-defined]
        return view

    return mark


def is_public() -> bool:
    """Whether everybody may open what this request asks for."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "guard", None) == "public"


def signed_in(view: View) -> View:
    """Only who signed in; others do that first and then come here."""
    return _guarded(view, "signed_in", lambda: None)


def clerk_only(view: View) -> View:
    """Only who serves at a counter; for others the page does not exist."""
    return _guarded(view, "clerk_only", _clerk)


def administrator_only(view: View) -> View:
    """Only who is administrator now; for others the page does not exist."""
    return _guarded(view, "administrator_only", lambda: _role(ADMINISTRATOR))


def domain_manager_only(view: View) -> View:
    """Only who manages the domains of an entity now; for others the page does not exist."""
    return _guarded(view, "domain_manager_only", lambda: _role(DOMAIN_MANAGER))


def staff_with_a_role(view: View) -> View:
    """Only staff with any role besides serving customers; for others the page does not exist."""
    return _guarded(view, "staff_with_a_role", lambda: None if my_roles() else abort(404))


def for_party(view: View) -> View:
    """Only who signed in and said for whom he works today; a clerk works for the customer of the visit."""
    return _guarded(view, "for_party", _party)


def is_local(address: str) -> bool:
    """Whether an address leads to a page of ours, so that a link with `next` cannot lead anywhere else."""
    starts_well = address.startswith("/") and not address.startswith(("//", "/\\"))
    return starts_well and address.isprintable()


def this_page() -> str:
    """The address to come back to: this page, or after a post the page that holds the form."""
    return request.full_path.rstrip("?") if request.method == "GET" else request.path


def page_to_come_back_to(otherwise: str) -> str:
    """The page with the button, where that is known: what was posted is not sent again."""
    return page_with_the_button() or url_for(otherwise)


def page_with_the_button() -> str | None:
    """This address, or the page from which was posted to an address that only takes posts; None where nothing tells."""
    adapter = request_ctx.url_adapter
    if adapter is None:
        return None
    if adapter.test(request.path, "GET"):
        return this_page()
    # Only its path: what stands behind it can tell of an act before this one.
    try:
        came_from = urlsplit(request.referrer or "")
    except ValueError:  # no browser writes "http://["
        return None
    ours = came_from.netloc == request.host and is_local(came_from.path) and adapter.test(came_from.path, "GET")
    return came_from.path if ours else None


def _guarded(view: View, name: str, refuse: Callable[[], Any]) -> View:
    @wraps(view)
    def guarded(*values: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the view takes and gives
        if not current_user.is_authenticated:
            return redirect(url_for("sign_in.show", next=this_page()), 303)
        refusal = refuse()
        return view(*values, **named) if refusal is None else refusal

    guarded.guard = name  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


def _clerk() -> None:
    if not current_user.is_clerk:
        abort(404)


def _role(kind: RoleKind) -> None:
    if all(one.kind != kind for one in my_roles()):
        abort(404)


def _party() -> Any:  # noqa: ANN401 - None, or a redirect
    if current_user.is_clerk:
        return None if _has_customer() else redirect(url_for("counter_hand_over.ready"), 303)
    if chosen_party_id() is not None:
        return None
    return redirect(url_for("sign_in.choose_party", next=this_page()), 303)


def _has_customer() -> bool:
    with database().reading() as session:
        return find_open_visit(session, current_user.person_id) is not None
