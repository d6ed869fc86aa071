"""Posts come from our own pages. A page that stood open too long may be sent again, without typing anything twice."""

from functools import lru_cache
from http import HTTPStatus

from flask import Flask, current_app, render_template, request, url_for
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError, generate_csrf
from itsdangerous import URLSafeTimedSerializer

from app.config import Settings
from app.web.guards import is_public, this_page
from app.web.repeating import FIELD, answers_to_repeat, is_harmless_twice
from app.web.sessions import browser_session
from app.web.typed import keep_for_sign_in
from app.web.users import current_user

# Posts that come from no page: what they say bears a signature, or a token that no browser has.
SIGNED_OTHERWISE = (
    "app.web.pages.sign_out_provider.hear", "app.web.scim.service_provider_config.show",
    "app.web.scim.resource_types.collection", "app.web.scim.resource_types.one", "app.web.scim.schemas.collection",
    "app.web.scim.schemas.one", "app.web.scim.users.collection", "app.web.scim.users.one",
    "app.web.scim.groups.collection", "app.web.scim.groups.one", "app.web.scim.elsewhere.nothing",
)  # fmt: skip
MOST_SIGNED = 1_000


def install_csrf(app: Flask) -> None:
    """Check every post, before any view sees it."""
    # The token lives as long as the session; a clock of its own would only turn people away.
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    # The last one signs; a form that stood open while a key was replaced is sent as every other.
    settings: Settings = app.extensions["settings"]
    app.config["WTF_CSRF_SECRET_KEY"] = (*settings.older_secret_keys, settings.secret_key)
    protection = CSRFProtect(app)
    for view in SIGNED_OTHERWISE:
        protection.exempt(view)
    app.jinja_env.globals["csrf_token"] = csrf_token
    app.register_error_handler(CSRFError, show_stale_page)


def csrf_token() -> str:
    """The token of this session, for a form."""
    kept = browser_session().get(FIELD)
    return _signed(current_app.config["WTF_CSRF_SECRET_KEY"], kept) if kept else generate_csrf()


def show_stale_page(error: CSRFError) -> tuple[str, int]:
    """Why nothing was sent, and the way on: signing in again, or sending the same answers with a fresh token."""
    del error
    if browser_session().expired or (not current_user.is_authenticated and not is_public()):
        return _ask_sign_in(), HTTPStatus.BAD_REQUEST
    return render_template("pages/stale.html", answers=answers_to_repeat()), HTTPStatus.BAD_REQUEST


def _ask_sign_in() -> str:
    # Only what a question of a wizard keeps comes back by itself. What sends or decides is pressed again.
    session, answers = browser_session(), answers_to_repeat() if is_harmless_twice() else None
    typed = bool(answers) and keep_for_sign_in(answers or ())
    lost = not typed and bool(request.form.keys() - {FIELD})
    return render_template(
        "pages/expired.html", next=next_page(), closed=session.why_closed, typed=typed, lost=lost
    )


def next_page() -> str:
    """Where to go on after signing in again: the page that holds the form."""
    return url_for("sign_in.show", next=this_page())


@lru_cache(maxsize=MOST_SIGNED)
def _signed(keys: tuple[bytes, ...], kept: str) -> str:
    # As Flask-WTF signs it at every page. A token has no age here, so one of an hour ago is as good as a fresh one.
    return str(URLSafeTimedSerializer(keys, salt="wtf-csrf-token").dumps(kept))
