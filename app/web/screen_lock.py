"""The screen of a counter, hidden after minutes of silence: the session itself is locked, on our side.

A locked session answers nothing but the page that asks for the password (or for a fresh sign-in at the provider), and
signing out: not in another tab either, nor to who presses Back. What the customer answered is kept.
"""

from flask import Flask, Response, redirect, request, url_for

from app.web.guards import page_to_come_back_to
from app.web.sessions import browser_session

OPEN_WHEN_LOCKED = {
    "counter_screen.show", "counter_screen.unlock", "sign_in.sign_out", "sign_in.signed_out",
    "sign_in_provider.depart", "sign_in_provider.arrive",
}  # fmt: skip


def install_screen_lock(app: Flask) -> None:
    """Ask every request of a locked session for the password, before anything else looks at it."""
    app.before_request(_refuse_locked)
    app.jinja_env.globals.update(hidden_screen=hidden_screen)


def hidden_screen() -> str:
    """The address of the page that hides the screen, and comes back to this one."""
    return url_for("counter_screen.show", terug=page_to_come_back_to("counter.home"))


def _refuse_locked() -> Response | None:
    if not browser_session().locked or request.endpoint in OPEN_WHEN_LOCKED:
        return None
    return redirect(hidden_screen(), 303)  # type: ignore[return-value]
